using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>A process is killed while it adds a well, a field, a series or a label: what was there can be read at any time, and whoever adds next repairs the rest.</summary>
public sealed class StoppedAppendTests : IDisposable
{
    private const string Hierarchy = "h.zarr";
    private static readonly WriteOptions Appending = SmallImage.Chunked with { Existing = ExistingHierarchy.Append };

    private readonly TemporaryFolder folder = new();

    /// <summary>What is added, and whether it replaces one of the same name.</summary>
    public static TheoryData<string, bool> Parts
    {
        get
        {
            var parts = new TheoryData<string, bool>();
            foreach (var kind in new[] { "series", "series beside OME-XML of others", "well", "field" })
            {
                parts.Add(kind, false);
                parts.Add(kind, true);
            }

            parts.Add("well in a row that is there", false);
            parts.Add("label", false); // one that is replaced is listed already, so no document is written
            return parts;
        }
    }

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task What_is_listed_can_be_read_after_each_step(string kind, bool replaces)
    {
        using var stopped = await StopAsync(kind, replaces);
        foreach (var (step, state) in Rounds.Of(stopped.States))
        {
            try
            {
                await RequireReadableAsync(kind, state, maySurplus: true);
            }
            catch (Exception error)
            {
                throw new InvalidOperationException($"{kind}, stopped {step}", error);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task Whoever_adds_another_part_repairs_it(string kind, bool replaces)
    {
        using var stopped = await StopAsync(kind, replaces);
        foreach (var (step, state) in Rounds.Of(stopped.States))
        {
            using var copy = StoppedAppends.Copy(state);
            var before = await ListedAsync(kind, copy);
            await AddAsync(kind, copy, Other(kind), 70, Appending);
            await RequireReadableAsync(kind, copy, maySurplus: false);
            Assert.True(before.Append(Other(kind)).Order().SequenceEqual((await ListedAsync(kind, copy)).Order()), $"{kind}, stopped {step}");
            RequireNothingLeft(copy);
        }
    }

    [Theory]
    [MemberData(nameof(Parts))]
    public async Task The_same_part_can_be_added_again_unless_it_is_listed(string kind, bool replaces)
    {
        using var stopped = await StopAsync(kind, replaces);
        foreach (var (step, state) in Rounds.Of(stopped.States))
        {
            using var copy = StoppedAppends.Copy(state);
            var listed = await ListedAsync(kind, copy);
            var part = Added(kind, replaces);
            var error = await Record.ExceptionAsync(() => AddAsync(kind, copy, part, 71, Appending with { Overwrite = replaces }));
            Assert.True(error is null || (listed.Contains(part) && !replaces && error is DestinationExistsException), $"{kind}, stopped {step}: {error}");
            await RequireReadableAsync(kind, copy, maySurplus: error is not null);
            Assert.Equal(listed.Union([part]).Order(), (await ListedAsync(kind, copy)).Order());
        }
    }

    [Theory]
    [InlineData("other", false)]
    [InlineData("1", true)]
    public async Task Two_that_are_killed_one_after_the_other_are_repaired_too(string part, bool replaces)
    {
        using var stopped = await StopAsync("series beside OME-XML of others", false);
        foreach (var (_, state) in stopped.States.Where(state => state.Step == "before OME/zarr.json"))
        {
            using var again = StoppedAppends.Copy(state);
            using var twice = new StoppedAppends(again, Hierarchy);
            await twice.RunAsync(Appending with { Overwrite = replaces }, options => AddAsync("series", again, part, 70, options));
            foreach (var (_, second) in twice.States.Where(second => second.Step.StartsWith("before", StringComparison.Ordinal)))
            {
                using var copy = StoppedAppends.Copy(second);
                await AddAsync("series", copy, "last", 71, Appending);
                await RequireReadableAsync("series", copy, maySurplus: false);
                RequireNothingLeft(copy);
            }
        }
    }

    private static string Added(string kind, bool replaces) => kind switch
    {
        "series" or "series beside OME-XML of others" => replaces ? "1" : "2",
        "well" => replaces ? "A/1/0" : "C/1/0",
        "well in a row that is there" => replaces ? "A/1/0" : "A/2/0",
        "field" => replaces ? "A/1/0" : "A/1/5",
        _ => replaces ? "label1" : "label2",
    };

    private static string Other(string kind) => kind switch
    {
        "series" or "series beside OME-XML of others" => "other",
        "label" => "other",
        "field" => "A/1/7",
        _ => "D/4/0",
    };

    private async Task<StoppedAppends> StopAsync(string kind, bool replaces)
    {
        await MakeAsync(kind);
        var stopped = new StoppedAppends(folder, kind == "label" ? $"{Hierarchy}/labels" : Hierarchy);
        await stopped.RunAsync(Appending with { Overwrite = replaces }, options => AddAsync(kind, folder, Added(kind, replaces), 60, options));
        return stopped;
    }

    private async Task MakeAsync(string kind)
    {
        if (kind == "label")
        {
            await SmallImage.WriteAsync(folder[Hierarchy]);
        }

        string[] parts = kind switch
        {
            "label" => ["label0", "label1"],
            "series" or "series beside OME-XML of others" => ["0", "1"],
            _ => ["A/1/0", "B/1/0"],
        };
        foreach (var (number, part) in parts.Index())
        {
            await AddAsync(kind, folder, part, number + 1, Appending);
        }

        if (kind == "series beside OME-XML of others")
        {
            var xml = Path.Join(folder[Hierarchy], "OME", "METADATA.ome.xml");
            await File.WriteAllTextAsync(xml, (await File.ReadAllTextAsync(xml)).Replace("OmeZarr.NET", "somebody", StringComparison.Ordinal));
        }
    }

    private static async Task AddAsync(string kind, TemporaryFolder folder, string part, int first, WriteOptions options)
    {
        if (kind == "label")
        {
            await using var labels = new LabelsBuilder(folder[$"{Hierarchy}/labels"], options with { Existing = ExistingHierarchy.Refuse });
            await labels.WriteLabelAsync(SmallLabels.Label(part, (uint)first));
        }
        else if (part.Contains('/', StringComparison.Ordinal))
        {
            await using var plate = new PlateBuilder(folder[Hierarchy], null, options);
            await plate.WriteAsync(SmallPlate.Well(part[..3], SmallPlate.Field(part[4..], first)));
        }
        else
        {
            await using var collection = new Bioformats2RawBuilder(folder[Hierarchy], options: options);
            await collection.WriteImageAsync(part, SmallImage.Metadata, SmallImage.Sources(first));
        }
    }

    private static async Task<IReadOnlyList<string>> ListedAsync(string kind, TemporaryFolder folder)
    {
        if (kind == "label")
        {
            return await SmallLabels.ListedAsync(folder[$"{Hierarchy}/labels"]);
        }

        if (kind.StartsWith("series", StringComparison.Ordinal))
        {
            return (await OmeCollection.OpenAsync(folder[Hierarchy])).Paths;
        }

        var fields = new List<string>();
        foreach (var well in await SmallPlate.ListedAsync(folder[Hierarchy]))
        {
            fields.AddRange((await OmeWell.OpenAsync(Path.Join(folder[Hierarchy], well))).Fields.Select(field => $"{well}/{field.Path}"));
        }

        return fields;
    }

    /// <param name="kind">What was added.</param>
    /// <param name="folder">Where.</param>
    /// <param name="maySurplus">Whether the OME-XML may describe an image more than is listed: it is written first.</param>
    private static async Task RequireReadableAsync(string kind, TemporaryFolder folder, bool maySurplus)
    {
        foreach (var part in await ListedAsync(kind, folder))
        {
            await ((kind == "label") ? SmallLabels.FirstValueAsync(folder[$"{Hierarchy}/labels/{part}"]) : FirstValueAsync(folder[$"{Hierarchy}/{part}"]));
        }

        if (kind.StartsWith("series", StringComparison.Ordinal))
        {
            var listed = (await ListedAsync(kind, folder)).Count;
            var described = Collections.Xml(folder[Hierarchy]).Root!.Elements(Collections.Ome + "Image").Count();
            Assert.InRange(described, listed, maySurplus ? listed + 1 : listed);
        }
        else if (kind != "label" && !maySurplus)
        {
            await SmallPlate.ReadAsync(folder[Hierarchy]);
        }
    }

    private static async Task<uint> FirstValueAsync(string path) => (uint)await SmallImage.FirstValueAsync(path);

    /// <summary>No record, no unfinished folder, and nothing that is not listed.</summary>
    private static void RequireNothingLeft(TemporaryFolder folder) =>
        Assert.DoesNotContain(folder.Files(), file => file.Contains(".partial", StringComparison.Ordinal));
}
