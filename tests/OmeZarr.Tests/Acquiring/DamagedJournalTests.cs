using OmeZarr.Acquiring.Journal;
using TestKit;
using Xunit;
using static OmeZarr.Tests.Acquiring.AbandonedAcquisition;

namespace OmeZarr.Tests.Acquiring;

/// <summary>Journals that are cut or damaged at any place: a recovery gives right pixels or zeros, or refuses.</summary>
public sealed class DamagedJournalTests : IAsyncLifetime
{
    private readonly TemporaryFolder folder = new();
    private readonly AbandonedAcquisition acquisition;

    public DamagedJournalTests() => acquisition = new AbandonedAcquisition(folder, Settings(AcquisitionDimension.Time() with { Chunk = 4 }));

    public async ValueTask InitializeAsync()
    {
        await acquisition.AppendAsync(1, 2, 3, 4, 5);
        await acquisition.FlushAsync();
        await acquisition.AppendAsync(6);
        await acquisition.FlushAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await acquisition.DisposeAsync();
        folder.Dispose();
    }

    [Fact]
    public async Task A_log_that_is_cut_anywhere_gives_the_last_whole_point()
    {
        await acquisition.DieAsync();
        var log = await File.ReadAllTextAsync(Path.Join(acquisition.Journal, JournalFolder.Log), TestContext.Current.CancellationToken);
        var ends = log.Index().Where(letter => letter.Item == '\n').Select(letter => letter.Index).ToList();
        Assert.Equal(9, ends.Count); // a point, 5 frames, a point, a frame, a point
        for (var length = 0; length <= log.Length; length += length > ends[7] - 2 ? 1 : 23)
        {
            await acquisition.DieAsync();
            await File.WriteAllTextAsync(Path.Join(acquisition.Journal, JournalFolder.Log), log[..length], TestContext.Current.CancellationToken);
            var reader = JournalReader.Open(acquisition.Journal);
            Assert.Equal(length >= ends[8] ? 6 : length >= ends[6] ? 5 : 0, reader.Frames);
            Assert.Equal(length >= ends[0], reader.HasPoint);
        }
    }

    [Fact]
    public async Task A_log_with_flipped_bytes_gives_a_whole_point_and_right_frames()
    {
        await acquisition.DieAsync();
        var log = await File.ReadAllBytesAsync(Path.Join(acquisition.Journal, JournalFolder.Log), TestContext.Current.CancellationToken);
        for (var at = 0; at < log.Length; at += 41)
        {
            await DamageAsync(JournalFolder.Log, at);
            var recovery = await acquisition.RecoverAsync();
            Assert.Contains(recovery.FramesDurable, (long[])[5, 6]);
            await RequireRightAsync(5);
        }
    }

    [Fact]
    public async Task Every_flipped_byte_of_the_plan_is_noticed()
    {
        await acquisition.DieAsync();
        var length = new FileInfo(Path.Join(acquisition.Journal, JournalFolder.Plan)).Length;
        for (var at = 0; at < length; at += 29)
        {
            await DamageAsync(JournalFolder.Plan, at);
            var error = await Assert.ThrowsAsync<IOException>(acquisition.RecoverAsync);
            Assert.Contains("plan.json", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_segment_that_is_cut_or_has_flipped_bytes_loses_only_what_is_in_it_and_says_so()
    {
        await acquisition.DieAsync();
        var last = Path.GetFileName(Directory.EnumerateFiles(acquisition.Journal, "*.frames").Max())!;
        var length = (int)new FileInfo(Path.Join(acquisition.Journal, last)).Length;
        for (var at = 0; at < length; at += 7)
        {
            await DamageAsync(last, at);
            await RecoverWithLossAsync();
            await acquisition.DieAsync();
            await using (var file = File.OpenWrite(Path.Join(acquisition.Journal, last)))
            {
                file.SetLength(at);
            }

            await RecoverWithLossAsync();
        }
    }

    [Fact]
    public async Task A_missing_segment_is_a_loss_that_is_told()
    {
        await acquisition.DieAsync();
        foreach (var segment in Directory.EnumerateFiles(acquisition.Journal, "*.frames").ToList())
        {
            File.Delete(segment);
        }

        Assert.Equal((6, 0, 2), await acquisition.RecoverAsync() is var recovery ? (recovery.FramesDurable, recovery.FramesRestored, recovery.FramesUnreadable) : default);
        Assert.Equal(Frames(1, 2, 3, 4, -1, -1), await acquisition.PixelsAsync());
    }

    private async Task RecoverWithLossAsync()
    {
        Assert.Equal((6, 1, 1), await acquisition.RecoverAsync() is var recovery ? (recovery.FramesDurable, recovery.FramesRestored, recovery.FramesUnreadable) : default);
        Assert.Equal(Frames(1, 2, 3, 4, 5, -1), await acquisition.PixelsAsync());
    }

    private async Task DamageAsync(string file, int at)
    {
        await acquisition.DieAsync();
        var path = Path.Join(acquisition.Journal, file);
        var bytes = await File.ReadAllBytesAsync(path, TestContext.Current.CancellationToken);
        bytes[at] ^= 1;
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
    }

    private async Task RequireRightAsync(int durable)
    {
        var pixels = await acquisition.PixelsAsync();
        var frames = pixels.Length / (Height * Width);
        Assert.True(frames >= durable);
        for (var frame = 0; frame < frames; frame++)
        {
            var found = pixels.AsSpan(frame * Height * Width, Height * Width);
            Assert.True(found.SequenceEqual(Frame(frame + 1)) || (frame >= durable && !found.ContainsAnyExcept((ushort)0)), $"frame {frame}");
        }
    }
}
