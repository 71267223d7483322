namespace Soak.Writers;

/// <summary>The process that is killed: writes hierarchies one over the other without end.</summary>
internal static class KilledWriter
{
    /// <summary>What is printed when the first is written and the next begins.</summary>
    internal const string HasBegun = "begun";

    /// <summary>The kind that is written by one call.</summary>
    internal const int Image = 3;

    /// <summary>Numbers of the kinds: those of <see cref="GrowthKind"/>, and <see cref="Image"/>.</summary>
    internal const int Kinds = 4;

    internal static async Task WriteForeverAsync(string top, int kind)
    {
        var random = new Random();
        if (kind == (int)GrowthKind.Labels)
        {
            await OneShot.Image(WithLabels(random)).WriteAsync(top, RandomOptions.Make(random));
        }

        for (var round = 0; ; round++)
        {
            await WriteAsync(top, kind, random);
            if (round == 0)
            {
                await Console.Out.WriteLineAsync(HasBegun);
            }
        }
    }

    /// <summary>Writes one hierarchy; each of its images has as many labels.</summary>
    internal static async Task WriteAsync(string top, int kind, Random random)
    {
        if (kind == Image)
        {
            await OneShot.Image(WithLabels(random)).WriteAsync(top, RandomOptions.Make(random));
            return;
        }

        await using var growth = new Growth((GrowthKind)kind, top, RandomOptions.Make(random));
        var parts = Enumerable.Range(0, 4).Select(number => (Path: Growth.PathOf((GrowthKind)kind, number), Part: WithLabels(random))).ToList();
        await Task.WhenAll(parts.Select(part => Task.Run(() => growth.WriteAsync(part.Path, part.Part))));
    }

    /// <summary>An image with two labels.</summary>
    internal static Part WithLabels(Random random)
    {
        var image = RandomImage.Make(random, Growth.LevelsWithLabels);
        return new Part(image, new[] { "cells", "nuclei" }.ToDictionary(name => name, _ => image with { Seed = random.Next() }));
    }
}
