using Zarr;
using Zarr.Metadata;
using Zarr.Stores;

namespace OmeZarr.Writing.Places;

/// <summary>Checks the destination of a hierarchy: what exists there, and whether it may be replaced.</summary>
internal static class Destination
{
    /// <summary>
    /// How often a check is made before its result counts. Another writer may publish a hierarchy between two checks, and where two folders cannot be
    /// exchanged atomically, a hierarchy that it replaces is missing for an instant.
    /// </summary>
    internal const int Looks = 10;

    /// <summary>The store of a location, if it can be written.</summary>
    /// <exception cref="NotSupportedException">It is read-only.</exception>
    internal static IWritableStore RequireWritable(IStore store, StoreLocation location) => store as IWritableStore
        ?? throw (store is ZipStore ? ArchivePlace.CannotGrow(location.ToString()) : new NotSupportedException($"{FindingText.Sanitize(location.ToString())} is read-only ({store.GetType().Name}); write to a folder or to a store that takes values, such as s3://"));

    /// <summary>The location of a folder with links resolved, so that a link survives; of anything else the same location.</summary>
    /// <exception cref="IOException">The folder is the root of a file system, or its links lead in a circle.</exception>
    internal static StoreLocation Resolve(StoreLocation location) => location.Folder is { } folder ? Resolve(folder) : location;

    /// <summary>The absolute path without a separator at the end. Symbolic links are resolved, so that a link survives.</summary>
    /// <exception cref="IOException">The path is the root of a file system, or its links lead in a circle.</exception>
    internal static string Resolve(string path)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(path);
        var destination = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));
        if (new DirectoryInfo(destination) is { LinkTarget: not null } link)
        {
            destination = link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? destination;
        }

        return Path.GetDirectoryName(destination) is not null
            ? destination
            : throw new IOException($"{destination} is the root of a file system, which cannot be replaced; name a folder in it.");
    }

    /// <summary>Whether a folder, a file or a link exists at a path.</summary>
    /// <exception cref="IOException">Nothing can be there, for example because the name is too long.</exception>
    internal static bool Exists(string path)
    {
        try
        {
            // Not Path.Exists: it returns false for names that are too long, and writing would fail hours later.
            File.GetAttributes(path);
            return true;
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return false;
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"cannot look at {path}: {e.Message}", e);
        }
    }

    /// <summary>Throws if something exists that must not be replaced.</summary>
    /// <exception cref="IOException">The message says what to do; nothing was changed.</exception>
    internal static void RequireReplaceable(string destination, bool overwrite)
    {
        for (var look = 1; !IsHierarchy(destination); look++)
        {
            if (!Exists(destination))
            {
                return;
            }

            if (look == Looks)
            {
                throw NoHierarchy(destination);
            }
        }

        if (!overwrite)
        {
            throw new DestinationExistsException(destination, $"{destination} exists. Set {nameof(WriteOptions.Overwrite)} to replace it; nothing was changed.");
        }

        RequireNoLoss(destination, destination);
    }

    /// <summary>Throws if a folder that was moved aside must not be replaced.</summary>
    /// <param name="destination">Its path in the message.</param>
    /// <param name="actual">Its present path.</param>
    /// <exception cref="IOException">The message says what to do.</exception>
    internal static void RequireReplaceable(string destination, string actual)
    {
        if (!IsHierarchy(actual))
        {
            throw NoHierarchy(destination);
        }

        RequireNoLoss(destination, actual);
    }

    /// <summary>Whether the folder is a Zarr v3 group (true) or array (false); null if it is not a node.</summary>
    internal static bool? IsGroup(string folder)
    {
        return ReadOrNull(Path.Join(folder, "zarr.json")) is { } utf8 ? IsGroup(utf8) : null;
    }

    /// <summary>Whether a document is that of a Zarr v3 group (true) or array (false); null if it is neither.</summary>
    internal static bool? IsGroup(byte[] utf8)
    {
        return Parses(utf8, bytes => GroupMetadata.Parse(bytes)) ? true
            : Parses(utf8, bytes => ArrayMetadata.Parse(bytes)) ? false
            : null;
    }

    /// <summary>Whether a path is the folder or inside it.</summary>
    internal static bool IsWithin(string path, string folder)
    {
        var comparison = OperatingSystem.IsLinux() ? StringComparison.Ordinal : StringComparison.OrdinalIgnoreCase;
        return AsFolder(path).StartsWith(AsFolder(folder), comparison);
    }

    private static string AsFolder(string path) => Path.EndsInDirectorySeparator(path) ? path : path + Path.DirectorySeparatorChar;

    private static void RequireNoLoss(string destination, string actual)
    {
        if (ForeignFiles.First(actual) is { } file)
        {
            throw new DestinationExistsException(
                destination,
                $"{destination} holds {file}, which is no part of a Zarr hierarchy and would be lost, so it is not replaced. "
                + "Move that file away or choose another path; nothing was changed.");
        }

        if (HoldsCurrentDirectory(actual))
        {
            throw new DestinationExistsException(destination, $"{destination} holds the current directory, so it is not replaced. Change to another directory first; nothing was changed.");
        }
    }

    /// <summary>The error for something that is no hierarchy.</summary>
    internal static DestinationExistsException NoHierarchy(string destination) =>
        new(destination, $"{destination} exists and is not a Zarr v3 hierarchy, so it is not replaced. Delete it yourself or choose another path; nothing was changed.");

    private static bool IsHierarchy(string folder) => IsGroup(folder) is not null;

    private static bool HoldsCurrentDirectory(string destination)
    {
        try
        {
            return IsWithin(Directory.GetCurrentDirectory(), destination);
        }
        catch (IOException)
        {
            return false; // The current directory was deleted, so no folder holds it.
        }
    }

    /// <summary>A document; null if it does not exist.</summary>
    /// <exception cref="IOException">It cannot be read, or is longer than <see cref="ZarrOptions.MaxDocumentLength"/>; longer documents are not read.</exception>
    internal static byte[]? ReadOrNull(string document)
    {
        try
        {
            return ReadDocument(document);
        }
        catch (UnauthorizedAccessException e)
        {
            throw new IOException($"cannot read {document}: {e.Message}", e);
        }
    }

    private static byte[]? ReadDocument(string document)
    {
        var limit = ZarrOptions.Default.MaxDocumentLength;
        using var file = FileSystemStore.OpenFile(document);
        if (file is null)
        {
            return null;
        }

        var length = RandomAccess.GetLength(file);
        if (length > limit)
        {
            throw new IOException($"{document} has {length:N0} bytes, which no metadata has ({limit:N0} at most). Delete it yourself or choose another path; nothing was changed.");
        }

        var utf8 = new byte[length];
        var read = 0;
        while (read < utf8.Length && RandomAccess.Read(file, utf8.AsSpan(read), read) is > 0 and var more)
        {
            read += more;
        }

        return utf8[..read];
    }

    private static bool Parses(byte[] utf8, Action<ReadOnlyMemory<byte>> parse)
    {
        try
        {
            parse(utf8);
            return true;
        }
        catch (UnsupportedFeatureException)
        {
            return true; // A Zarr document that is too large to be read.
        }
        catch (InvalidMetadataException)
        {
            return false;
        }
    }
}
