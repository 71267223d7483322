namespace OmeZarr;

/// <summary>The progress of a call over all arrays that it writes.</summary>
/// <param name="ArrayPath">Path of the array that is being written, relative to the hierarchy (image, plate, collection).</param>
/// <param name="ChunksWritten">Chunks that are finished.</param>
/// <param name="ChunksTotal">Chunks of all arrays.</param>
/// <param name="BytesWritten">Bytes of the finished elements, before compression.</param>
/// <param name="BytesTotal">Bytes of all elements of all arrays, before compression.</param>
public readonly record struct WriteProgress(string ArrayPath, long ChunksWritten, long ChunksTotal, long BytesWritten, long BytesTotal);
