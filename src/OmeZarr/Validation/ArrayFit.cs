using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Rules.Hierarchy;
using OmeZarr.V05;
using Zarr;

namespace OmeZarr.Validating;

/// <summary>Checks whether an array fits the axes of its image.</summary>
/// <param name="log">Takes the findings.</param>
/// <param name="path">Path of the array.</param>
/// <param name="version">The version that the metadata of the image state.</param>
internal sealed class ArrayFit(NodeLog log, string path, string version)
{
    private const string NamesMember = "dimension_names";

    public void Check(ZarrArray array, ValueList<Axis> axes, bool isLabel)
    {
        string[] names = [.. axes.Select(axis => axis.Name)];
        if (array.Shape.Rank != names.Length)
        {
            log.ReportBelow(path, DatasetNodeRules.Rank, "shape", $"has {Counted.Of(array.Shape.Rank, "dimension")} ({array.Shape}); the image has {names.Length} axes ({Names(names)})");
        }
        else
        {
            CheckNames(array, names);
        }

        if (isLabel && !array.DataType.IsInteger)
        {
            log.ReportBelow(path, LabelNodeRules.DataType, array.ZarrFormat == 2 ? "dtype" : "data_type", $"expected integers, found {array.DataType.Name}");
        }

        if (version == V04.Image.SupportedVersion && array.ZarrFormat == 2 && array.Shape.Rank > 1 && array.Metadata.ChunkKeyEncoding.Separator == '.')
        {
            log.ReportBelow(path, DatasetNodeRules.Separator, "dimension_separator", "expected \"/\", found \".\"");
        }
    }

    private void CheckNames(ZarrArray array, string[] axes)
    {
        var at = array.ZarrFormat == 2 ? "_ARRAY_DIMENSIONS" : NamesMember;
        if (array.Metadata.DimensionNames is not { } names)
        {
            if (array.ZarrFormat == 3)
            {
                log.ReportBelow(path, DatasetNodeRules.NamesMissing, at, $"is missing; expected {Names(axes)}");
            }
        }
        else
        {
            Compare(names, axes, at);
        }

        // Some programs put the names there, where no reader of Zarr v3 looks.
        if (array.ZarrFormat == 3 && array.Attributes[NamesMember] is JsonArray own && own.All(name => name?.GetValueKind() == JsonValueKind.String))
        {
            Compare([.. own.Select(name => name!.GetValue<string>())], axes, $"attributes.{NamesMember}");
        }
    }

    private void Compare(IReadOnlyList<string?> names, string[] axes, string at)
    {
        if (!names.SequenceEqual(axes))
        {
            var isOrder = names.Order(StringComparer.Ordinal).SequenceEqual(axes.Order(StringComparer.Ordinal));
            log.ReportBelow(path, DatasetNodeRules.Names, at, $"expected {Names(axes)}, as the axes of the image, found {Names(names)}{(isOrder ? ", the same names in another order" : string.Empty)}");
        }
    }

    private static string Names(IEnumerable<string?> names) => string.Join(", ", names.Select(name => name ?? "null"));
}
