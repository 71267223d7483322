using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Conversion;

/// <summary>Checks the destination before anything is read. The writer checks again; these messages name the options of the command line.</summary>
internal static class Destination
{
    /// <exception cref="UsageException">The destination cannot be written.</exception>
    internal static async Task RequireUsableAsync(ConvertRequest request, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> inputs = [.. request.Inputs, .. request.Labels.SelectMany(label => label.Files)];
        if (request.Output.Archive is { } archive)
        {
            RequireUsableArchive(request, archive, inputs);
            return;
        }

        if (request.Output.Folder is not { } output)
        {
            await RequireUsableStoreAsync(request, inputs, cancellationToken).ConfigureAwait(false);
            return;
        }

        if (request.OnlyImages is null)
        {
            RequireOutside(output, inputs); // otherwise whoever planned the conversion has looked at each input
        }

        var isThere = Path.Exists(output); // first, because another process may create it now
        var isHierarchy = File.Exists(Path.Join(output, "zarr.json"));
        if (isThere && !isHierarchy)
        {
            throw new UsageException(request.Append && await ZarrGroup.FindKindAsync(new FileSystemStore(output), StorePrefix.Root, null, cancellationToken).ConfigureAwait(false) is not null
                ? $"{output} is a hierarchy of Zarr v2 (OME-Zarr 0.4 or older), which is only read, so nothing can be added to it; choose another path. Nothing was changed"
                : $"{output} exists and is not a Zarr v3 hierarchy; choose another path. Nothing was changed");
        }

        if (isHierarchy && request.Append)
        {
            await RequireGrowingAsync(request, cancellationToken).ConfigureAwait(false);
        }
        else if (isHierarchy && !request.Overwrite)
        {
            throw Exists(request);
        }
        else
        {
            RequireNoInput(output, inputs);
            RequireFolders(output);
        }
    }

    /// <summary>The same for an archive, which is written as a whole.</summary>
    private static void RequireUsableArchive(ConvertRequest request, string archive, IReadOnlyList<string> inputs)
    {
        RequireOutside(archive, inputs);
        if (inputs.FirstOrDefault(input => File.Exists(input) && RealPath.IsWithin(input, archive)) is { } same)
        {
            throw new UsageException($"{same} is an input; choose another output. Nothing was changed");
        }

        if (request.Append)
        {
            throw new UsageException($"{request.Output} is an archive, to which nothing can be added; add to a folder, and then pack it with omezarr copy. Nothing was changed");
        }

        if (File.Exists(archive) && !request.Overwrite)
        {
            throw new UsageException($"{request.Output} exists; --overwrite replaces it. Nothing was changed");
        }

        RequireFolders(archive);
    }

    /// <summary>The same for an output that is no folder.</summary>
    private static async Task RequireUsableStoreAsync(ConvertRequest request, IReadOnlyList<string> inputs, CancellationToken cancellationToken)
    {
        var output = request.Output;
        var text = output.ToString().TrimEnd('/') + '/';
        if (inputs.FirstOrDefault(input => Locations.IsStore(input) && text.StartsWith(Locations.Shown(input).TrimEnd('/') + '/', StringComparison.Ordinal)) is { } source)
        {
            throw new UsageException($"{output} is the input {Locations.Shown(source)} or lies in it; choose another output. Nothing was changed");
        }

        var (store, path) = output.Open();
        if (store is not IWritableStore)
        {
            throw new UsageException($"{output}: {text.Split("://")[0]} is read-only; give a folder, or the address of a store that takes values, such as s3://bucket/cells.ome.zarr");
        }

        var kind = await ZarrGroup.FindKindAsync(store, path, null, cancellationToken).ConfigureAwait(false);
        if (kind is not null && await store.GetLengthAsync(path.Key("zarr.json"), cancellationToken).ConfigureAwait(false) is null)
        {
            throw new UsageException($"{output} is a hierarchy of Zarr v2 (OME-Zarr 0.4 or older), which is only read; choose another path. Nothing was changed");
        }

        if (kind is not null && request.Append)
        {
            await RequireGrowingAsync(request, cancellationToken).ConfigureAwait(false);
        }
        else if (kind is not null && !request.Overwrite)
        {
            throw Exists(request);
        }
    }

    private static UsageException Exists(ConvertRequest request) =>
        new($"{request.Output} exists; --overwrite replaces it{(request.Kind == OutputKind.Image ? string.Empty : ", --append adds to it")}. Nothing was changed");

    /// <summary>Requires an existing hierarchy of the right kind: wells are added to plates, images to collections.</summary>
    private static async Task RequireGrowingAsync(ConvertRequest request, CancellationToken cancellationToken)
    {
        var kind = await KindAsync(request.Output, cancellationToken).ConfigureAwait(false);
        var problem = (kind, request.Kind) switch
        {
            (OmeDocumentKind.Plate, OutputKind.Plate) or (OmeDocumentKind.Bioformats2Raw, OutputKind.Collection) => null,
            (OmeDocumentKind.Plate, _) => "is a plate; wells are added to it with --plate",
            (OmeDocumentKind.Bioformats2Raw, _) => "is a collection of images; images are added to it with --series",
            _ => $"is {(kind is OmeDocumentKind.Image or OmeDocumentKind.LabelImage ? "a single image" : "neither a plate nor a collection")}, to which nothing can be added; --append adds wells to plates (--plate) and images to collections (--series)",
        };
        if (problem is not null)
        {
            throw new UsageException($"{request.Output} {problem}. Nothing was changed");
        }
    }

    private static async Task<OmeDocumentKind?> KindAsync(StoreLocation location, CancellationToken cancellationToken)
    {
        try
        {
            return (await OmeDocument.LoadAsync(location, cancellationToken: cancellationToken).ConfigureAwait(false)).Kind;
        }
        catch (OmeZarrException)
        {
            return null;
        }
    }

    /// <summary>Requires that no input file is inside the replaced output. The writer also refuses to delete foreign files, but only after the input files are open.</summary>
    /// <exception cref="UsageException">An input file would be deleted with the replaced output.</exception>
    private static void RequireNoInput(string output, IEnumerable<string> inputs)
    {
        if (Path.Exists(output) && inputs.FirstOrDefault(input => RealPath.IsWithin(input, output)) is { } file)
        {
            throw new UsageException($"{file} lies in {output}, which is to be replaced; move it out of there, or choose another output. Nothing was changed");
        }
    }

    /// <exception cref="UsageException">The output is an input store or lies in one.</exception>
    private static void RequireOutside(string output, IEnumerable<string> inputs)
    {
        if (inputs.FirstOrDefault(input => Locations.IsHierarchy(input) && RealPath.IsWithin(output, input)) is { } store)
        {
            throw new UsageException($"{output} is the input {store} or lies in it; choose another output. Nothing was changed");
        }
    }

    private static void RequireFolders(string output)
    {
        for (var parent = Path.GetDirectoryName(Path.GetFullPath(output)); parent is not null && !Directory.Exists(parent); parent = Path.GetDirectoryName(parent))
        {
            if (File.Exists(parent))
            {
                throw new UsageException($"{output}: cannot be made, because {parent} is a file");
            }
        }
    }
}
