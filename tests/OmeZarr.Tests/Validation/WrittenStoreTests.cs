using OmeZarr.Tests.Writing;
using OmeZarr.V05;
using TestKit;
using Xunit;
using Zarr;

namespace OmeZarr.Tests.Validation;

/// <summary>Everything that the writers make is valid, and the validator has nothing to say about it.</summary>
public sealed class WrittenStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public static TheoryData<string> Writers => AllWriters.Names;

    public static TheoryData<string> Pyramids => ["round", "floor", "ceil", "ratio"];

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public Task What_a_writer_makes_is_valid(string writer) => RequireValidAsync(writer, new Making(folder["made.zarr"]) { Token = TestContext.Current.CancellationToken });

    [Theory]
    [MemberData(nameof(Writers))]
    public Task Shards_are_valid(string writer) =>
        RequireValidAsync(writer, new Making(folder["made.zarr"]) { Options = Making.FewChunks with { Chunks = ChunkShape.Of(1, 1, 1), Shards = ShardShape.Of(2, 2, 2) } });

    [Theory]
    [MemberData(nameof(Writers))]
    public Task Arrays_without_any_chunk_are_valid(string writer) => RequireValidAsync(writer, new Making(folder["made.zarr"]) { Fills = false, HasLabels = false });

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_replaces_and_what_is_added_is_valid(string writer)
    {
        if (AllWriters.AddsLabels(writer))
        {
            await SmallImage.WriteAsync(folder["made.zarr"]);
        }

        await RequireValidAsync(writer, new Making(folder["made.zarr"]) { Options = Making.Overwriting });
        await RequireValidAsync(writer, new Making(folder["made.zarr"]) { Options = Making.Overwriting });
        Assert.True((await OmeStoreValidator.ValidateAsync(folder["made.zarr"])).IsValid);
    }

    [Fact]
    public async Task A_plate_with_acquisitions_and_several_fields_is_valid()
    {
        var options = new PlateOptions { Name = "screen", Acquisitions = [new Acquisition(0) { MaximumFieldCount = 1 }, new Acquisition(7) { MaximumFieldCount = 2 }] };
        await OmeWriter.WritePlateAsync(
            folder["plate.zarr"], [SmallPlate.Well("A/1", SmallPlate.Field("0", 1, 0), SmallPlate.Field("1", 2, 7)), SmallPlate.Well("AA/12", SmallPlate.Field("0", 3, 7), SmallPlate.Field("1", 4, 7))], options, SmallImage.Chunked);
        await RequireEmptyAsync(folder["plate.zarr"]);
    }

    [Fact]
    public async Task A_growing_plate_is_valid_after_each_well()
    {
        await using var plate = new PlateBuilder(folder["plate.zarr"], null, SmallImage.Chunked);
        foreach (var well in new[] { "B/2", "A/1", "C/10" })
        {
            await plate.WriteAsync(well);
            await RequireEmptyAsync(folder["plate.zarr"]);
        }
    }

    /// <summary>Peers choose the lengths of smaller levels in all these ways.</summary>
    [Theory]
    [MemberData(nameof(Pyramids))]
    public async Task Pyramids_of_all_ways_to_halve_are_valid(string way)
    {
        for (var length = 1; length <= 67; length += 3)
        {
            List<long> lengths = [length];
            List<double> scales = [0.65];
            for (var level = 1; level < 7; level++)
            {
                var next = way switch
                {
                    "floor" => Math.Max(1, lengths[^1] / 2),
                    "ceil" => (lengths[^1] + 1) / 2,
                    "round" => Math.Max(1, (long)Math.Round(lengths[^1] / 2.0)),
                    _ => Math.Max(1, length >> level),
                };
                scales.Add(way == "ratio" ? Math.Round(0.65 * length / next, 6) : 0.65 * (1 << level));
                lengths.Add(next);
            }

            var datasets = scales.Select((scale, level) => new Dataset($"{level}", new ScaleTransformation(scale, scale)));
            var image = new Image { Multiscales = [new Multiscale { Axes = [new SpaceAxis("y"), new SpaceAxis("x")], Datasets = [.. datasets] }] };
            IReadOnlyList<IArraySource> sources = [.. lengths.Select(side => ArraySource.FromMemory<byte>(new byte[side * side], [side, side]))];
            await OmeWriter.WriteImageAsync(folder["pyramid.zarr"], image, sources, new WriteOptions { Overwrite = true });
            await RequireEmptyAsync(folder["pyramid.zarr"]);
        }
    }

    private static async Task RequireValidAsync(string writer, Making making)
    {
        await AllWriters.MakeAsync(writer, making);
        await RequireEmptyAsync(AllWriters.Root(writer, making.Path));
    }

    private static async Task RequireEmptyAsync(string path)
    {
        var report = await OmeStoreValidator.ValidateAsync(path, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Empty(report.Findings);
        Assert.InRange(report.ArraysChecked, 1, int.MaxValue);
    }
}
