using OmeZarr.Tests.Writing;
using TestKit;
using Xunit;

namespace OmeZarr.Tests;

/// <summary>Somebody replaces or deletes a hierarchy while a builder adds to it: the builder says so, and changes nothing.</summary>
public sealed class ReplacedUnderBuilderTests : IDisposable
{
    private static readonly WriteOptions Appending = SmallImage.Chunked with { Existing = ExistingHierarchy.Append };

    private readonly TemporaryFolder folder = new();

    private string Root => folder["h.zarr"];

    public static TheoryData<string, bool> Builders => new(
        from kind in new[] { "plate", "collection", "labels" } from wasThere in new[] { false, true } select (kind, wasThere));

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Builders))]
    public async Task One_that_was_replaced_is_noticed(string kind, bool wasThere)
    {
        await using var builder = await BeginAsync(kind, wasThere);
        Directory.Move(RootOf(kind), folder["away"]);
        await Builder.Of(kind, Root).AddAsync("0", SmallImage.Chunked);
        var before = folder.Snapshot();
        var error = await Assert.ThrowsAsync<IOException>(() => builder.Add("2"));
        Assert.StartsWith($"another program has replaced {RootOf(kind)} since this builder began", error.Message, StringComparison.Ordinal);
        Assert.Equal(before, folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Builders))]
    public async Task One_that_was_deleted_is_noticed(string kind, bool wasThere)
    {
        await using var builder = await BeginAsync(kind, wasThere);
        Directory.Delete(RootOf(kind), recursive: true);
        var error = await Assert.ThrowsAsync<IOException>(() => builder.Add("2"));
        Assert.StartsWith($"another program has deleted or moved {RootOf(kind)} since this builder began", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(RootOf(kind)));
    }

    private string RootOf(string kind) => kind == "labels" ? Path.Join(Root, "labels") : Root;

    private async Task<Builder> BeginAsync(string kind, bool wasThere)
    {
        if (kind == "labels")
        {
            await SmallImage.WriteAsync(Root);
        }

        if (wasThere)
        {
            await Builder.Of(kind, Root).AddAsync("0", Appending);
        }

        var builder = Builder.Of(kind, Root, Appending);
        await builder.Add("1");
        return builder;
    }

    /// <summary>A builder of any kind, with parts by a number.</summary>
    private sealed record Builder(IAsyncDisposable Own, Func<string, Task> Add, Func<WriteOptions, Builder> With) : IAsyncDisposable
    {
        public ValueTask DisposeAsync() => Own.DisposeAsync();

        public static Builder Of(string kind, string root, WriteOptions? options = null) => kind switch
        {
            "plate" => Plate(root, options),
            "collection" => Collection(root, options),
            _ => Labels(root, options),
        };

        /// <summary>Adds one part by a builder of its own.</summary>
        public async Task AddAsync(string part, WriteOptions options)
        {
            await using var other = With(options);
            await other.Add(part);
        }

        private static Builder Plate(string root, WriteOptions? options)
        {
            var plate = new PlateBuilder(root, null, options);
            return new Builder(plate, part => plate.WriteAsync($"A/{part}1", 5), other => Plate(root, other));
        }

        private static Builder Collection(string root, WriteOptions? options)
        {
            var collection = new Bioformats2RawBuilder(root, options: options);
            return new Builder(collection, part => collection.WriteImageAsync(part, SmallImage.Metadata, SmallImage.Sources(5)), other => Collection(root, other));
        }

        private static Builder Labels(string root, WriteOptions? options)
        {
            var labels = new LabelsBuilder(Path.Join(root, "labels"), options is null ? null : options with { Existing = ExistingHierarchy.Refuse });
            return new Builder(labels, part => labels.WriteLabelAsync(SmallLabels.Label($"label{part}")), other => Labels(root, other));
        }
    }
}
