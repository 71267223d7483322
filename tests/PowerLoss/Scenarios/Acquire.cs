using OmeZarr;
using Zarr;

namespace PowerLoss.Scenarios;

/// <summary>
/// An image and a plate of unknown length are acquired, and an image that replaces an old one. With flushed durability there is a durable point after every few frames: the frames before it are acknowledged, and must be
/// there after the recovery. Without, nothing is promised.
/// </summary>
internal sealed class Acquire(bool isFlushed) : Scenario(isFlushed)
{
    private const int Frames = 100;
    private const int FramesOfPoint = 7;
    private const int Fields = 4;
    private const int Height = 60;
    private const int Width = 50;
    private const string Replacing = "replacing";

    private static readonly string[] Things = ["image", "plate", Replacing];

    internal override Task SetUpAsync(string disk)
    {
        var old = new TestImage(Replacing, 1);
        return OmeWriter.WriteImageAsync(FolderOf(disk, Replacing), old.Metadata, old.Levels, old.Stored(Options));
    }

    internal override async Task WriteAsync(string disk)
    {
        foreach (var thing in Things)
        {
            await using (var acquisition = await OmeAcquisition.BeginAsync(FolderOf(disk, thing), SettingsOf(thing)))
            {
                await AppendAsync(acquisition, thing);
            }

            Acknowledged.Say(thing, Frames); // all is stored, and with durable points it is on the disk
        }
    }

    internal override async Task CheckAsync(string disk, Acknowledged acknowledged, Verdict verdict)
    {
        foreach (var thing in Things)
        {
            var durable = IsFlushed ? acknowledged[thing] : 0;
            try
            {
                await CheckAsync(FolderOf(disk, thing), thing, durable, verdict);
            }
            catch (NodeNotFoundException) when (thing != Replacing && durable == 0)
            {
                continue; // it had not begun
            }
            catch (Exception error) when (error is ZarrException or OmeZarrException or IOException)
            {
                verdict.Saw(State.Broken, $"{thing}: {error.Message}");
                verdict.Require(!IsFlushed, $"{thing}: {error.Message}");
            }
        }
    }

    private async Task AppendAsync(OmeAcquisition acquisition, string thing)
    {
        for (var number = 0; number < Frames; number++)
        {
            await acquisition.AppendAsync(Frame(number), new FrameMetadata { DeltaT = number });
            if (!IsFlushed)
            {
                await Task.Delay(5);
            }
            else if (number % FramesOfPoint == 0)
            {
                await acquisition.FlushAsync();
                Acknowledged.Say(thing, number + 1);
            }
        }
    }

    private AcquisitionSettings SettingsOf(string thing) => new()
    {
        Dimensions =
        [
            AcquisitionDimension.Time() with { Chunk = 4 },
            .. thing == "plate" ? [AcquisitionDimension.Position([.. Enumerable.Range(0, Fields).Select(PositionOf)])] : Array.Empty<AcquisitionDimension>(),
            AcquisitionDimension.Y(Height) with { Chunk = 32 },
            AcquisitionDimension.X(Width),
        ],
        DataType = DataType.UInt16,
        Pyramid = Pyramid.Of(2, ("y", 2), ("x", 2)),
        Compression = Compression.BloscLz4,
        DurableInterval = IsFlushed ? TimeSpan.FromHours(1) : null,
        Overwrite = thing == Replacing,
    };

    private async Task CheckAsync(string folder, string thing, int durable, Verdict verdict)
    {
        if (thing == Replacing && durable == 0 && await TestImage.LookAsync(folder, Replacing) is { State: State.Old } old)
        {
            verdict.Saw(old.State, old.What);
            return;
        }

        var recovery = await OmeAcquisition.RecoverAsync(folder);
        verdict.Require(!recovery.WasNeeded || recovery.FramesDurable >= durable, $"{thing}: the recovery knows {recovery.FramesDurable} durable frames, although {durable} were acknowledged");
        verdict.Require(recovery.FramesUnreadable == 0, $"{thing}: {recovery.FramesUnreadable} frames of the journal are damaged");
        var missing = await MissingAsync(folder, thing, durable);
        verdict.Saw(missing.Count == 0 ? State.New : State.Broken, $"{thing}: {durable} durable frames");
        verdict.Require(missing.Count == 0, $"{thing}: {missing.Count} of {durable} durable frames are missing or wrong, first {missing.FirstOrDefault()}");
        var report = await OmeStoreValidator.ValidateAsync(folder, new ValidationOptions { Data = DataCheck.All });
        verdict.Require(!IsFlushed || report.IsValid, $"{thing}: {report.Findings.FirstOrDefault()}");
    }

    /// <summary>The durable frames that are not there as they came.</summary>
    private static async Task<IReadOnlyList<int>> MissingAsync(string folder, string thing, int durable)
    {
        var fields = thing == "plate" ? Fields : 1;
        var images = new List<ushort[]>();
        foreach (var field in Enumerable.Range(0, Math.Min(fields, durable)))
        {
            var image = await OmeImage.OpenAsync(thing == "plate" ? Path.Join(folder, PathOf(field)) : folder);
            images.Add(await image.Levels[0].ReadAsync<ushort>());
        }

        return [.. Enumerable.Range(0, durable).Where(number => !IsThere(images[number % fields], number / fields, Frame(number)))];
    }

    private static bool IsThere(ushort[] pixels, int place, ushort[] frame) =>
        pixels.Length >= (place + 1) * frame.Length && pixels.AsSpan(place * frame.Length, frame.Length).SequenceEqual(frame);

    private static ushort[] Frame(int number) => [.. Enumerable.Range(0, Height * Width).Select(i => (ushort)(((number + 1) * 257) + (i * 3)))];

    // Two fields in each of two wells.
    private static AcquisitionPosition PositionOf(int field) => new($"{field % 2}", "A", $"{(field / 2) + 1}");

    private static string PathOf(int field) => Path.Join("A", $"{(field / 2) + 1}", $"{field % 2}");

    private static string FolderOf(string disk, string thing) => Path.Join(disk, $"{thing}.ome.zarr");
}
