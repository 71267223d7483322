using Xunit;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Tests.Reading;

/// <summary>Every member of every document is deleted and damaged, one at a time. Only what is needed to find the arrays may prevent opening.</summary>
public sealed class StructureFuzzTests
{
    /// <summary>The document, the group that is opened, and the members without which the arrays cannot be found.</summary>
    private static readonly (string Document, string Opened, string Needed)[] Cases =
    [
        ("image", "image", "multiscales"),
        ("image/labels/cells", "image/labels/cells", "multiscales"),
        ("image/labels", "image", "labels"),
        ("plate", "plate", "plate plate.wells"),
        ("plate/A/1", "plate/A/1", "well well.images"),
        ("slide", "slide", "bioformats2raw.layout"),
        ("slide/OME", "slide", ""),
    ];

    public static TheoryData<string, int> Data { get; } = [.. from version in new[] { "0.3", "0.4", "0.5" } from test in Enumerable.Range(0, Cases.Length) select (version, test)];

    [Theory]
    [MemberData(nameof(Data))]
    public async Task What_is_not_needed_to_find_the_arrays_prevents_nothing(string version, int test)
    {
        var (path, opened, needed) = Cases[test];
        var all = await Hierarchy.CreateAsync(version);
        var prefix = version == "0.5" ? "ome." : string.Empty;
        HashSet<string> allowed = [.. needed.Split(' ').Select(member => prefix + member), "ome"];
        var (count, lost) = (0, new List<string>());
        foreach (var mutation in Mutations.Of(all.Documents[path]))
        {
            await all.WriteAsync(path, mutation.Document);
            var images = await CountAsync(all.Store, opened, lookForLabels: path == "image/labels");
            lost.AddRange(images > 0 || allowed.Contains(mutation.Place) ? [] : [mutation.ToString()]);
            count++;
        }

        Assert.Empty(lost);
        Assert.True(count > (path is "slide" ? 5 : 15), $"{count}");
    }

    [Theory]
    [InlineData("0.4")]
    [InlineData("0.5")]
    public async Task What_is_left_out_is_found_at_its_place(string version)
    {
        var all = await Hierarchy.CreateAsync(version);
        var silent = new List<string>();
        foreach (var path in new[] { "image", "image/labels/cells", "plate", "plate/A/1" })
        {
            foreach (var mutation in Mutations.Of(all.Documents[path]).Where(mutation => mutation.IsWrongType && !IsFree(mutation.Place)))
            {
                await all.WriteAsync(path, mutation.Document);
                var findings = await FindingsAsync(all.Store, path);
                silent.AddRange(findings.Any(finding => IsAbout(finding.Location, mutation.Place)) ? [] : [$"{path} {mutation}"]);
            }

            await all.WriteAsync(path, all.Documents[path]);
        }

        Assert.Empty(silent);
    }

    [Theory]
    [InlineData("0.4")]
    [InlineData("0.5")]
    public async Task A_member_that_is_there_twice_is_read_once_and_found(string version)
    {
        var all = await Hierarchy.CreateAsync(version);
        foreach (var path in new[] { "image", "image/labels", "image/labels/cells", "plate", "plate/A/1" })
        {
            foreach (var (place, text) in Mutations.Twice(all.Documents[path]))
            {
                await all.WriteAsync(path, text);
                Assert.True(await CountAsync(all.Store, path == "image/labels" ? "image" : path, lookForLabels: path == "image/labels") > 0, place);
                var found = Assert.Single((await OmeStore.OpenAsync(all.Store, new StorePrefix(path))).Findings, finding => finding.RuleId == "json-duplicate-member");
                Assert.Equal((place, Severity.Error), (found.Location, found.Severity));
            }
        }
    }

    [Theory]
    [InlineData("0.4")]
    [InlineData("0.5")]
    public async Task Of_a_damaged_list_of_labels_the_groups_take_the_place(string version)
    {
        var all = await Hierarchy.CreateAsync(version);
        foreach (var mutation in Mutations.Of(all.Documents["image/labels"]).Where(mutation => mutation.IsWrongType && !IsFree(mutation.Place)))
        {
            await all.WriteAsync("image/labels", mutation.Document);
            Assert.True(await CountAsync(all.Store, "image", lookForLabels: true) == 2, mutation.ToString());
            Assert.Contains((await OmeStore.OpenAsync(all.Store, new StorePrefix("image/labels"))).Findings, finding => finding.Severity == Severity.Error);
        }
    }

    [Theory]
    [InlineData("0.3")]
    [InlineData("0.4")]
    [InlineData("0.5")]
    public async Task Sound_documents_have_no_errors(string version)
    {
        var all = await Hierarchy.CreateAsync(version);
        foreach (var path in all.Documents.Keys)
        {
            var node = await OmeStore.OpenAsync(all.Store, new StorePrefix(path));
            Assert.DoesNotContain(node.Findings, finding => finding.Severity == Severity.Error);
        }
    }

    // Free-form members; a number may have a fraction; and members of the wrong version.
    private static bool IsFree(string place) => place.Contains(".metadata.", StringComparison.Ordinal) || place.EndsWith(".area", StringComparison.Ordinal) || place is "ome";

    private static bool IsAbout(string location, string place) => location.StartsWith(place, StringComparison.Ordinal) || place.StartsWith(location, StringComparison.Ordinal);

    private static async Task<IReadOnlyList<Finding>> FindingsAsync(IStore store, string path)
    {
        try
        {
            return (await OmeStore.OpenAsync(store, new StorePrefix(path))).Findings;
        }
        catch (OmeZarrException error)
        {
            return error.Findings;
        }
    }

    /// <summary>How many images can be read. Exceptions of other types than those of the libraries end the test.</summary>
    private static async Task<int> CountAsync(IStore store, string path, bool lookForLabels)
    {
        try
        {
            var node = await OmeStore.OpenAsync(store, new StorePrefix(path));
            return lookForLabels ? await LabelsAsync((OmeImage)node) : await ImagesAsync(node);
        }
        catch (Exception error) when (error is OmeZarrException or ZarrException)
        {
            return 0;
        }
    }

    private static async Task<int> ImagesAsync(OmeNode node) => node switch
    {
        OmeImage image => (await image.Levels[0].ReadAsync<byte>()).SequenceEqual(new byte[] { 7, 7, 7, 7, 7, 7 }) ? 1 : 0,
        OmePlate plate => await SumAsync(plate.Wells, async well => await ImagesAsync(await plate.OpenWellAsync(well))),
        OmeWell well => await SumAsync(well.Fields, async field => await ImagesAsync(await well.OpenFieldAsync(field))),
        OmeCollection collection => await SumAsync(Enumerable.Range(0, collection.Paths.Count), async index => await ImagesAsync(await collection.OpenImageAsync(index))),
        _ => 0,
    };

    private static async Task<int> LabelsAsync(OmeImage image) => await SumAsync(await image.ListLabelsAsync(), async name => await ImagesAsync(await image.OpenLabelAsync(name)));

    private static async Task<int> SumAsync<T>(IEnumerable<T> parts, Func<T, Task<int>> count)
    {
        var sum = 0;
        foreach (var part in parts)
        {
            try
            {
                sum += await count(part);
            }
            catch (Exception error) when (error is OmeZarrException or ZarrException)
            {
                continue; // the others are counted
            }
        }

        return sum;
    }
}
