using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;

namespace OmeZarr.Cli.Outputs;

/// <summary>Messages and summaries about the parts of a plate or collection: fields or images.</summary>
internal static class ExistingParts
{
    /// <summary>The added parts, their common shape, and the number of skipped parts, in one line.</summary>
    internal static string Describe(ConvertRequest request, IReadOnlyList<ImageConversion> images, string parts, IReadOnlyList<string> skipped, string noun)
    {
        if (images.Count == 0)
        {
            return $"nothing to add: {(skipped.Count == 1 ? $"the {noun} is" : $"all {skipped.Count} {noun}s are")} there";
        }

        var shape = CommonShape(images) is { } common ? $" of {common}" : string.Empty;
        return $"{(request.Append ? "added " : string.Empty)}{parts}{shape}" + (skipped.Count > 0 ? $"; {skipped.Count} {(skipped.Count == 1 ? "was" : "were")} there" : string.Empty);
    }

    /// <summary>Shape, type and axes of all images; null if they differ.</summary>
    internal static string? CommonShape(IReadOnlyList<ImageConversion> images) => images.Select(image => image.Input.Description).Distinct().ToList() is [var same] ? same : null;

    /// <summary>Adds the skipped parts to the summary of an appending conversion.</summary>
    internal static void AddTo(JsonObject json, ConvertRequest request, IReadOnlyList<string> skipped)
    {
        if (request.Append)
        {
            json["skipped"] = JsonOutput.List(skipped);
        }
    }

    /// <summary>The error that parts exist and no option says whether they are skipped or replaced.</summary>
    internal static UsageException Refused(ConvertRequest request, string first, int count, string noun, string advice = "")
    {
        var more = count == 1 ? string.Empty : $", and {count - 1} more of the {noun}s that are given";
        return new UsageException($"{request.Output} has {first}{more}, already; --skip-existing adds the others, --overwrite replaces {(count == 1 ? "it" : "them")}. {advice}Nothing was changed");
    }
}
