using Guides;
using TestKit;
using Xunit;

namespace OmeZarr.Tests.Writing;

/// <summary>Whichever write of whichever writer fails, everything is as it was; and what failed can be done again.</summary>
public sealed class EveryWriterFailsTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Root => folder["missing/x.zarr"];

    public static TheoryData<string> Writers => AllWriters.Names;

    public void Dispose() => folder.Dispose();

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task Nothing_appears_and_nothing_is_left(string writer)
    {
        var failures = await FailingFolders.FailEachWriteAsync(
            Making.FewChunks, options => MakeAsync(writer, options), async _ => Assert.Empty(folder.Snapshot()));
        Assert.Equal(folder.Files().Count, failures); // each file is one write
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task What_is_to_be_replaced_stays(string writer)
    {
        await AllWriters.MakeAsync(writer, new Making(Root) { Levels = SmallImage.Sources(100) });
        var before = folder.Snapshot();
        var failures = await FailingFolders.FailEachWriteAsync(
            Making.Overwriting, options => MakeAsync(writer, options), async _ => Assert.Equal(before, folder.Snapshot()));
        Assert.True(failures > 0);
        Assert.NotEqual(before, folder.Snapshot());
    }

    [Theory]
    [MemberData(nameof(Writers))]
    public async Task So_it_is_when_another_backend_fails(string writer)
    {
        await AllWriters.MakeAsync(writer, new Making(Root) { Levels = SmallImage.Sources(100) });
        var before = folder.Snapshot();
        var failures = await FailEachOfBackendAsync(writer, before);
        Assert.True(failures >= (AllWriters.Prepares(writer) ? 2 : 2 + 3), $"{failures} failures");
        Assert.NotEqual(before, folder.Snapshot());
    }

    /// <summary>Makes each creation and each write of the backend fail, until nothing fails any more.</summary>
    private async Task<int> FailEachOfBackendAsync(string writer, IReadOnlyList<string> before)
    {
        for (var failing = 1; ; failing++)
        {
            var backend = new ObservedBackend(new RawBackend(), failing);
            var error = await Record.ExceptionAsync(() => MakeAsync(writer, Making.Overwriting with { Backend = backend }));
            Assert.Equal(0, backend.Open);
            if (error is null)
            {
                return failing - 1;
            }

            Assert.Contains("fails, as the test wanted", Assert.IsType<IOException>(error).Message, StringComparison.Ordinal);
            Assert.Equal(before, folder.Snapshot());
        }
    }

    private Task MakeAsync(string writer, WriteOptions options) =>
        AllWriters.MakeAsync(writer, new Making(Root) { Options = options, Fills = false, HasLabels = writer.StartsWith("image", StringComparison.Ordinal) });
}
