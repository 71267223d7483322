using OmeZarr;

namespace Soak.Writers;

/// <summary>An image with labels: a part of a hierarchy, or all of it.</summary>
internal sealed record Part(RandomImage Image, IReadOnlyDictionary<string, RandomImage> Labels)
{
    /// <summary>The labels, to be written.</summary>
    internal IReadOnlyList<Label> LabelImages => [.. Labels.Select(label => label.Value.AsLabel(label.Key))];

    /// <summary>A part of random content.</summary>
    internal static Part Make(Random random, int levelCount = 0)
    {
        var image = RandomImage.Make(random, levelCount);
        var names = new[] { "cells", "nuclei", "spots" }.Take(Math.Max(0, random.Next(-2, 4)));
        return new Part(image, names.ToDictionary(name => name, _ => image with { Seed = random.Next() }));
    }

    /// <summary>What it brings to a hierarchy.</summary>
    internal IEnumerable<KeyValuePair<string, RandomImage>> At(string path) =>
        Labels.Select(label => KeyValuePair.Create($"{path}/labels/{label.Key}".TrimStart('/'), label.Value)).Prepend(KeyValuePair.Create(path, Image));
}
