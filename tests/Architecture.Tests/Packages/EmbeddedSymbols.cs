using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Architecture.Tests.Packages;

/// <summary>The source files that the symbols inside an assembly name.</summary>
internal static class EmbeddedSymbols
{
    private static readonly Guid SourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    internal static IReadOnlyList<(string Path, bool HasSource)> Documents(byte[] assembly)
    {
        using var reader = new PEReader(new MemoryStream(assembly));
        var entry = reader.ReadDebugDirectory().Single(one => one.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
        using var symbols = reader.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
        var metadata = symbols.GetMetadataReader();
        return [.. metadata.Documents.Select(handle => (metadata.GetString(metadata.GetDocument(handle).Name), HasSource(metadata, handle)))];
    }

    private static bool HasSource(MetadataReader metadata, DocumentHandle document) => metadata.GetCustomDebugInformation(document)
        .Select(metadata.GetCustomDebugInformation).Any(one => metadata.GetGuid(one.Kind) == SourceKind);
}
