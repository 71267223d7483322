using System.Globalization;
using OmeZarr;
using Soak.Writers;

namespace Soak.Processes;

/// <summary>
/// What a process of its own does: writes hierarchies, one round after the other, until it is killed. It says what is written, line by line: <c>written PATH SEED</c>; each seed tells its round.
/// </summary>
internal sealed class WriterProcess(string top, WriterKind kind)
{
    /// <summary>Printed when the first round is written; the next ones wait for a line.</summary>
    internal const string HasBegun = "begun";

    /// <summary>Begins the lines about what is written.</summary>
    internal const string Written = "written";

    /// <summary>How many images there are where one is written: itself and its labels.</summary>
    internal const int ImagesOfPart = 3;

    private const int PartsOfRound = 4;

    private readonly Random random = new();

    /// <summary>Writes the first round, and the others when it is told to.</summary>
    internal async Task RunAsync(int firstRound)
    {
        if (kind == WriterKind.LabelsBuilder && !Directory.Exists(top))
        {
            var labelled = MakePart(firstRound);
            await OneShot.Image(labelled).WriteAsync(top, RandomOptions.Make(random));
            Say(labelled.At(string.Empty));
        }

        await WriteAsync(firstRound);
        Console.WriteLine(HasBegun);
        for (var round = firstRound + 1; round == firstRound + 1 ? await Console.In.ReadLineAsync() is not null : true; round++)
        {
            await WriteAsync(round);
        }
    }

    private static void Say(IEnumerable<KeyValuePair<string, RandomImage>> images)
    {
        foreach (var (path, image) in images)
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Written} {path} {image.Seed}"));
        }
    }

    private Task WriteAsync(int round) => kind switch
    {
        WriterKind.Prepared => PrepareAsync(round),
        WriterKind.Image => WriteAsync(OneShot.Image(MakePart(round))),
        WriterKind.Plate => WriteAsync(OneShot.Plate(PartsOf(GrowthKind.Plate, round))),
        WriterKind.Collection => WriteAsync(OneShot.Collection(PartsOf(GrowthKind.Collection, round))),
        _ => GrowAsync(kind.Growth()!.Value, round),
    };

    private async Task WriteAsync(OneShot hierarchy)
    {
        await hierarchy.WriteAsync(top, RandomOptions.Make(random));
        Say(hierarchy.Images);
    }

    private async Task GrowAsync(GrowthKind growing, int round)
    {
        await using var growth = new Growth(growing, top, RandomOptions.Make(random), kind.Adds());
        await Task.WhenAll(PartsOf(growing, round).Select(part => Task.Run(async () =>
        {
            await growth.WriteAsync(part.Path, part.Part);
            Say(part.Part.At(part.Path));
        })));
    }

    private async Task PrepareAsync(int round)
    {
        var image = Make(round);
        await using var arrays = await OmeWriter.PrepareImageAsync(top, image.Metadata, image.Specs, RandomOptions.Make(random));
        await Task.WhenAll(image.Sources.Select((level, number) => arrays[$"{number}"].WriteAsync(level)));
        await arrays.FlushAsync();
        Say([KeyValuePair.Create(string.Empty, image)]);
    }

    // Where parts stay, each round has some of the parts of other rounds and some new ones.
    private List<(string Path, Part Part)> PartsOf(GrowthKind growing, int round) =>
    [
        .. Enumerable.Range(0, PartsOfRound).Select(number => (
            Growth.PathOf(growing, kind.Adds() ? ((2 * round) + number) % 6 : number), growing == GrowthKind.Labels ? new Part(Make(round), new Dictionary<string, RandomImage>()) : MakePart(round))),
    ];

    private Part MakePart(int round) => new(Make(round), new[] { "cells", "nuclei" }.ToDictionary(name => name, _ => Make(round)));

    private RandomImage Make(int round) => RandomImage.OfRound(round, random, Growth.LevelsWithLabels);
}
