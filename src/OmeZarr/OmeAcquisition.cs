using System.Buffers;
using System.Text.Json.Nodes;
using OmeZarr.Acquiring;
using OmeZarr.Acquiring.Frames;
using OmeZarr.Acquiring.Layout;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>Writes frames as a microscope gives them, at its speed and in its order, to an image, a plate or a collection that is valid at every moment.</summary>
/// <remarks>
/// <para>The hierarchy is at its destination when <see cref="BeginAsync"/> returns, and readers may open it at any time; pixels that are not stored yet read as zero. A call that appends a frame copies it, unless it is lent, and returns; chunks are
/// compressed and stored by other threads. Only if the memory is full (<see cref="AcquisitionSettings.MemoryLimit"/>), the call waits, fails or drops the frame (<see cref="Backpressure"/>).</para>
/// <para>An acquisition may end at any frame. <see cref="CompleteAsync"/> and <see cref="DisposeAsync"/> store what came, and cut the slowest axis of each image behind its last frame; an image of which no frame came keeps one index of it. A frame
/// that never came, was skipped or dropped reads as zero.</para>
/// <para>Thread-safe. A frame without an index gets the next place. Frames are placed in the order of the calls, whether their tasks are awaited or not; a call waits for those before it. If several threads call at the same time, each
/// place gets one frame and no frame is lost, but which of them comes first is left to chance: give the index where it matters.</para>
/// </remarks>
public sealed partial class OmeAcquisition : IAsyncDisposable
{
    private readonly AcquisitionPlan plan;
    private readonly FrameIntake intake;
    private readonly StoreLocation root;
    private readonly string? archive;

    private OmeAcquisition(AcquisitionPlan plan, FrameIntake intake, StoreLocation root, string? archive) => (this.plan, this.intake, this.root, this.archive) = (plan, intake, root, archive);

    /// <summary>The absolute path of the hierarchy while it is acquired, links resolved; in a store, the location as it was given.</summary>
    public string Location => root.ToString();

    /// <summary>The settings.</summary>
    public AcquisitionSettings Settings => plan.Settings;

    /// <summary>The counts at this moment.</summary>
    public AcquisitionProgress Progress => intake.Progress;

    /// <summary>Checks settings; nothing is created.</summary>
    /// <param name="settings">The settings.</param>
    /// <exception cref="OmeZarrException">The metadata break the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The settings do not fit each other, or the frames of incomplete chunks do not fit <see cref="AcquisitionSettings.MemoryLimit"/>; the message has the numbers, and what would fit.</exception>
    public static void Check(AcquisitionSettings settings) => AcquisitionPlan.Create(settings).RequireMemory();

    /// <summary>Computes how much memory an acquisition needs.</summary>
    /// <param name="settings">The settings; <see cref="AcquisitionSettings.MemoryLimit"/> does not count.</param>
    /// <exception cref="OmeZarrException">The metadata break the specification.</exception>
    /// <exception cref="ArgumentException">The settings do not fit each other.</exception>
    public static AcquisitionMemory EstimateMemory(AcquisitionSettings settings) => AcquisitionPlan.Create(settings).Memory;

    /// <summary>Creates the hierarchy and begins an acquisition.</summary>
    /// <param name="location">The folder to create, by custom named <c>*.ome.zarr</c>; an address or a path in a store; or an archive <c>*.ozx</c>, which is packed at the end from a folder beside it (<c>NAME.ozx.acquiring</c>).</param>
    /// <param name="settings">What is acquired, and how it is stored.</param>
    /// <param name="cancellationToken">Stops the creation; the destination is then as it was before.</param>
    /// <exception cref="OmeZarrException">The metadata break the specification; it carries every error.</exception>
    /// <exception cref="ArgumentException">The settings do not fit each other, or the memory; nothing was created.</exception>
    /// <exception cref="MisplacedDestinationException">The destination lies inside an array or a hierarchy of Zarr v2, or a group above it needs something else in its place.</exception>
    /// <exception cref="IOException">The destination exists and must stay, or cannot be written.</exception>
    public static async Task<OmeAcquisition> BeginAsync(StoreLocation location, AcquisitionSettings settings, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(location);
        var plan = AcquisitionPlan.Create(settings);
        plan.RequireMemory();
        return await StartAsync(location, plan, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Appends the next frame in the order of the dimensions.</summary>
    /// <typeparam name="T">The type of the pixels, or byte for the bytes of pixels of any type in the byte order of this machine.</typeparam>
    /// <param name="frame">The pixels in C order. They are copied before the returned task is complete.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <returns>False if the frame was dropped (<see cref="Backpressure.Drop"/>).</returns>
    /// <exception cref="ArgumentException">The frame has another type or number of pixels than the settings say.</exception>
    /// <exception cref="InvalidOperationException">All frames have come, or the acquisition is completed.</exception>
    /// <exception cref="AcquisitionOverflowException">The memory is full (<see cref="Backpressure.Fail"/>).</exception>
    /// <exception cref="IOException">The memory is full because frames could not be stored (<see cref="AcquisitionProgress.Problem"/>). They are kept; the next durable point, <see cref="FlushAsync"/> and <see cref="CompleteAsync"/> try again.</exception>
    public ValueTask<bool> AppendAsync<T>(ReadOnlyMemory<T> frame, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => intake.AppendAsync(new MemoryPixels<T>(frame), metadata, cancellationToken);

    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync<T>(T[] frame, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AppendAsync<T>((ReadOnlyMemory<T>)frame, metadata, cancellationToken);

    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync<T>(T[,] frame, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => intake.AppendAsync(new GridPixels<T>(frame), metadata, cancellationToken);

    /// <summary>Appends the next frame from native memory, for example the buffer of a camera.</summary>
    /// <param name="pixels">Address of the first row. The memory must stay as it is until the returned task is complete, which it usually is at once.</param>
    /// <param name="rowBytes">Distance between the beginnings of two rows in bytes, at least the bytes of a row.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync(nint pixels, long rowBytes, FrameMetadata? metadata = null, CancellationToken cancellationToken = default) =>
        intake.AppendAsync(new PitchedPixels(pixels, rowBytes), metadata, cancellationToken);

    /// <summary>Appends the next frame where it lies, without a copy: the caller lends the memory, for example a buffer of a camera or of <see cref="MemoryPool{T}"/>.</summary>
    /// <remarks>
    /// <para>The acquisition disposes the memory once the frame is stored and nobody looks at it any more; this may be on any thread, and before the call returns. Until then nobody may change the pixels: a chunk that changes while it is compressed is damaged.
    /// If the call throws or returns false, the memory stays the caller's.</para>
    /// <para>Lent frames count against <see cref="AcquisitionSettings.MemoryLimit"/> as others do. A camera with fewer buffers than that needs as many as <see cref="EstimateMemory"/> says for incomplete chunks, and some more for those that are being stored.</para>
    /// </remarks>
    /// <param name="frame">Memory that begins with the bytes of the pixels, in C order and in the byte order of this machine; it may be longer.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <exception cref="ArgumentException">The memory is shorter than a frame.</exception>
    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync(IMemoryOwner<byte> frame, FrameMetadata? metadata = null, CancellationToken cancellationToken = default) =>
        intake.AppendAsync(new LentPixels(frame), metadata, cancellationToken);

    /// <summary>Appends a frame at its place, in any order and from any thread. A frame that comes again replaces the one before. It does not move the place of <see cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>.</summary>
    /// <param name="frame">The pixels in C order. They are copied before the returned task is complete.</param>
    /// <param name="index">The index along each dimension in the order of acquisition, without y and x.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or beyond its dimension.</exception>
    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync<T>(ReadOnlyMemory<T> frame, ReadOnlySpan<long> index, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => intake.AppendAsync(new MemoryPixels<T>(frame), index, metadata, cancellationToken);

    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, ReadOnlySpan{long}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync<T>(T[] frame, ReadOnlySpan<long> index, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => AppendAsync((ReadOnlyMemory<T>)frame, index, metadata, cancellationToken);

    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, ReadOnlySpan{long}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync<T>(T[,] frame, ReadOnlySpan<long> index, FrameMetadata? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged => intake.AppendAsync(new GridPixels<T>(frame), index, metadata, cancellationToken);

    /// <summary>Appends a frame from native memory at its place.</summary>
    /// <param name="pixels">Address of the first row. The memory must stay as it is until the returned task is complete, which it usually is at once.</param>
    /// <param name="rowBytes">Distance between the beginnings of two rows in bytes, at least the bytes of a row.</param>
    /// <param name="index">The index along each dimension in the order of acquisition, without y and x.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, ReadOnlySpan{long}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync(nint pixels, long rowBytes, ReadOnlySpan<long> index, FrameMetadata? metadata = null, CancellationToken cancellationToken = default) =>
        intake.AppendAsync(new PitchedPixels(pixels, rowBytes), index, metadata, cancellationToken);

    /// <summary>Appends a frame at its place where it lies, without a copy.</summary>
    /// <param name="frame">Memory that begins with the bytes of the pixels, in C order and in the byte order of this machine; it may be longer.</param>
    /// <param name="index">The index along each dimension in the order of acquisition, without y and x.</param>
    /// <param name="metadata">What is known about the frame; null for nothing.</param>
    /// <param name="cancellationToken">Stops the waiting for memory; the frame is then not appended.</param>
    /// <exception cref="ArgumentOutOfRangeException">An index is negative or beyond its dimension.</exception>
    /// <inheritdoc cref="AppendAsync(IMemoryOwner{byte}, FrameMetadata?, CancellationToken)"/>
    public ValueTask<bool> AppendAsync(IMemoryOwner<byte> frame, ReadOnlySpan<long> index, FrameMetadata? metadata = null, CancellationToken cancellationToken = default) =>
        intake.AppendAsync(new LentPixels(frame), index, metadata, cancellationToken);

    /// <summary>Appends several frames, one after the other.</summary>
    /// <param name="frames">The pixels of all frames in C order.</param>
    /// <param name="metadata">What is known about each frame, as many as there are frames; null for nothing.</param>
    /// <param name="cancellationToken">Stops between frames; those before are appended.</param>
    /// <returns>The number of frames that were not dropped.</returns>
    /// <inheritdoc cref="AppendAsync{T}(ReadOnlyMemory{T}, FrameMetadata?, CancellationToken)"/>
    public async ValueTask<long> AppendManyAsync<T>(ReadOnlyMemory<T> frames, IReadOnlyList<FrameMetadata?>? metadata = null, CancellationToken cancellationToken = default)
        where T : unmanaged
    {
        var length = plan.Layout.FrameElements<T>();
        if (frames.Length % length != 0 || (metadata is not null && metadata.Count != frames.Length / length))
        {
            throw new ArgumentException($"there are {frames.Length:N0} elements and metadata of {metadata?.Count ?? 0} frames; a frame has {length:N0} elements, and metadata are given for each frame or for none", nameof(frames));
        }

        var accepted = 0L;
        for (var i = 0; i < frames.Length / length; i++)
        {
            accepted += await AppendAsync(frames.Slice(i * length, length), metadata?[i], cancellationToken).ConfigureAwait(false) ? 1 : 0;
        }

        return accepted;
    }

    /// <summary>Leaves out the next frames in the order of the dimensions. They count as acquired, and read as zero.</summary>
    /// <param name="frames">Number of frames, at least 1.</param>
    /// <param name="cancellationToken">Stops the call between frames.</param>
    /// <exception cref="ArgumentOutOfRangeException">Less than 1.</exception>
    /// <exception cref="InvalidOperationException">There are not as many frames left, or the acquisition is completed.</exception>
    public ValueTask SkipAsync(long frames = 1, CancellationToken cancellationToken = default) => intake.SkipAsync(frames, cancellationToken);

    /// <summary>Sets an attribute of the hierarchy beside <c>ome</c>. It is stored when the acquisition is completed.</summary>
    /// <param name="name">Its name, not <c>ome</c> or <c>ome_writers</c>.</param>
    /// <param name="value">Its value, which is copied; null for the JSON value null.</param>
    /// <exception cref="ArgumentException">The name is empty or taken.</exception>
    /// <exception cref="InvalidOperationException">The acquisition is completed.</exception>
    public void SetMetadata(string name, JsonNode? value) => intake.SetMetadata(name, value);

    /// <summary>The pixels of an image at full resolution as they are now: also those that are only in memory.</summary>
    /// <param name="position">The position, counted from 0; 0 without positions.</param>
    /// <returns>A source whose shape is that of the frames that have come; its axes are the stored ones. A later call sees later frames. It must not be used after the acquisition is disposed.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such position.</exception>
    public IArraySource View(int position = 0) => intake.View(position);

    /// <summary>Copies the frame that came last.</summary>
    /// <typeparam name="T">The type of the pixels, or byte.</typeparam>
    /// <param name="destination">Receives the pixels; it has the length of a frame.</param>
    /// <returns>The index of the frame along each dimension in the order of acquisition; null if no frame has come, or the last one is not in memory any more.</returns>
    /// <exception cref="ArgumentException">The destination has another length or type.</exception>
    public ValueList<long>? CopyLatest<T>(Span<T> destination)
        where T : unmanaged => intake.CopyLatest(destination);

    /// <summary>Makes a durable point: when the call returns, nothing that was appended before it can be lost by the end of the process or a power failure.</summary>
    /// <remarks>In a folder, frames of incomplete chunks go to the journal beside it. In a store, incomplete chunks are stored as they are, and again later.</remarks>
    /// <exception cref="IOException">Something cannot be stored; it is kept, and another call tries again.</exception>
    public Task FlushAsync(CancellationToken cancellationToken = default) => intake.FlushAsync(cancellationToken);

    /// <summary>Ends the acquisition: stores everything that came, cuts the slowest axis behind the last frame, computes the remaining levels and writes the metadata.</summary>
    /// <param name="cancellationToken">Stops the call; another call, or <see cref="DisposeAsync"/>, goes on.</param>
    /// <exception cref="IOException">Something cannot be stored; it is kept, and another call tries again.</exception>
    public async Task<AcquisitionReport> CompleteAsync(CancellationToken cancellationToken = default)
    {
        var images = await intake.CompleteAsync(cancellationToken).ConfigureAwait(false);
        await PackAsync(cancellationToken).ConfigureAwait(false);
        return new AcquisitionReport(archive ?? Location, images, intake.Progress);
    }

    /// <summary>Completes the acquisition as <see cref="CompleteAsync"/> does, unless that is done.</summary>
    /// <exception cref="IOException">Something cannot be stored; it is kept, and another call tries again.</exception>
    public async ValueTask DisposeAsync() => await CompleteAsync(CancellationToken.None).ConfigureAwait(false);
}
