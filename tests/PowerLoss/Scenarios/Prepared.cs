using System.Globalization;
using OmeZarr;
using Zarr;

namespace PowerLoss.Scenarios;

/// <summary>
/// An image is prepared in place of an old one, and filled plane by plane; after each it is flushed. A chunk holds two planes, so most flushes replace chunks that another
/// flush has stored; at the end all planes are written a second time and not flushed.
/// </summary>
internal sealed class Prepared(bool isFlushed) : Scenario(isFlushed)
{
    private const string Name = "image";
    private const int Last = 4;

    private static readonly Shape Shape = TestImage.Specs[0].Shape;

    internal override Task SetUpAsync(string disk)
    {
        var old = new TestImage(Name, 1);
        return OmeWriter.WriteImageAsync(FolderOf(disk), old.Metadata, old.Levels, old.Stored(Options));
    }

    internal override async Task WriteAsync(string disk)
    {
        for (var generation = 2; generation <= Last; generation++)
        {
            await WriteAsync(disk, new TestImage(Name, generation));
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        OmeImage image;
        try
        {
            image = await OmeImage.OpenAsync(FolderOf(disk));
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException)
        {
            verdict.Saw(Directory.Exists(FolderOf(disk)) ? State.Broken : State.Missing, error.Message);
            verdict.Require(false, error.Message);
            return;
        }

        var generation = int.Parse(image.Multiscale.Name!, CultureInfo.InvariantCulture);
        if (generation == 1)
        {
            await RequireKeptAsync(FolderOf(disk), Name, acknowledged, verdict);
            return;
        }

        verdict.Saw(State.New, $"the image of generation {generation}");
        verdict.Require(!IsFlushed || generation >= acknowledged[Name], $"the image is of generation {generation}, although {acknowledged[Name]} was acknowledged");
        foreach (var plane in Enumerable.Range(0, (int)Shape[0]).Where(plane => acknowledged[$"plane{plane}"] == generation))
        {
            await CheckAsync(image.Levels[0].ZarrArray, new TestImage(Name, generation), plane, verdict);
        }
    }

    private async Task WriteAsync(string disk, TestImage image)
    {
        await using var arrays = await OmeWriter.PrepareImageAsync(FolderOf(disk), image.Metadata, TestImage.Specs, Options with { Chunks = ChunkShape.Of(2, 16, 16) });
        Acknowledged.Say(Name, image.Generation);
        for (var plane = 0; plane < Shape[0]; plane++)
        {
            await WriteAsync(arrays, image, plane);
            await arrays.FlushAsync();
            Acknowledged.Say($"plane{plane}", image.Generation);
        }

        for (var plane = 0; plane < Shape[0]; plane++)
        {
            await WriteAsync(arrays, image, plane);
        }
    }

    private static string FolderOf(string disk) => Path.Join(disk, "image.ome.zarr");

    private static Region PlaneOf(int number) => Region.Of(Shape, [number, Slice.All, Slice.All]);

    private static ReadOnlyMemory<byte> Pixels(TestImage image, int plane)
    {
        var length = (int)(Shape[1] * Shape[2] * TestImage.Specs[0].DataType.Size);
        return image.Pixels(0, Shape).AsMemory(plane * length, length);
    }

    private static Task WriteAsync(PreparedArrays arrays, TestImage image, int plane) =>
        arrays["0"].WriteAsync(ArraySource.FromBytes(Pixels(image, plane), PlaneOf(plane).Shape, TestImage.Specs[0].DataType), PlaneOf(plane));

    private async Task CheckAsync(ZarrArray array, TestImage image, int plane, Verdict verdict)
    {
        var expected = Pixels(image, plane);
        var found = new byte[expected.Length];
        var problem = string.Empty;
        try
        {
            await ((IArraySource)array).ReadAsync(PlaneOf(plane), found, CancellationToken.None);
            problem = expected.Span.SequenceEqual(found) ? string.Empty : $"plane {plane} was flushed and has wrong pixels";
        }
        catch (Exception error) when (error is ZarrException or IOException)
        {
            problem = $"plane {plane} was flushed: {error.Message}";
        }

        verdict.Saw(problem.Length == 0 ? State.New : State.Broken, problem);
        verdict.Require(!IsFlushed || problem.Length == 0, problem);
    }
}
