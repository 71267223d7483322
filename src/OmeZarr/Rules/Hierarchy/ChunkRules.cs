namespace OmeZarr.Rules.Hierarchy;

/// <summary>Rules about the stored chunks of arrays. They are applied when data are checked.</summary>
internal static class ChunkRules
{
    private const string Ours = "this library";
    private const string CopyAgain = "Copy the named chunks again from their source. If there is none, their pixels are lost: delete the chunks, so that readers find the fill value there.";

    public static StoreRule Damaged { get; } = new("chunk-damaged", Severity.Error, "Zarr, codecs", "The codecs of the array decode every stored chunk.") { Remedy = CopyAgain };

    public static StoreRule Length { get; } = new("chunk-length", Severity.Error, "Zarr, codecs", "Every stored chunk decodes to a whole chunk.")
    {
        Remedy = "The chunk was cut off, or belongs to another array. " + CopyAgain,
    };

    public static StoreRule Checksum { get; } = new("chunk-checksum", Severity.Error, "Zarr, codecs", "Every stored chunk matches its checksum.")
    {
        Remedy = "Bits of the chunk have changed since it was written: check the disk or the transfer. " + CopyAgain,
    };

    public static StoreRule TrailingBytes { get; } = new("chunk-trailing-bytes", Severity.Error, "Zarr, codecs", "Nothing follows an encoded chunk.")
    {
        Remedy = "Some readers ignore the bytes, others refuse the chunk. " + CopyAgain,
    };

    public static StoreRule Unreadable { get; } = new("chunk-unreadable", Severity.Error, Ours, "The store hands over every stored chunk.")
    {
        Remedy = "Check the permissions and the disk, and validate again. Of a link to a folder, validate the folder where it leads.",
    };

    public static StoreRule Unsupported { get; } = new("chunk-unsupported", Severity.Warning, Ours, "This library can decode every stored chunk.")
    {
        Remedy = "The chunks were not judged. Other programs may be able to read them.",
    };

    public static StoreRule ShardIndex { get; } = new("shard-index", Severity.Error, "Zarr v3, sharding_indexed", "The index of a shard is whole, and places every inner chunk inside the shard.")
    {
        Remedy = "The shard was cut off or is damaged. Copy it again from its source.",
    };

    public static StoreRule ShardOverlap { get; } = new("shard-overlap", Severity.Warning, "Zarr v3, sharding_indexed", "Inner chunks of a shard share no bytes.")
    {
        Remedy = "One of the inner chunks shows what belongs to another. Copy the shard again from its source.",
    };

    public static StoreRule ShardDeadBytes { get; } = new("shard-dead-bytes", Severity.Advice, Ours, "All bytes of a shard belong to inner chunks or the index.")
    {
        Remedy = "Readers do not mind. Write the shard again to save the room.",
    };

    public static StoreRule BloscTypeSize { get; } = new("blosc-typesize", Severity.Warning, "Zarr v3, blosc", "The headers of Blosc chunks say the typesize of the metadata.")
    {
        SeverityIn04 = Severity.Advice,
        Remedy = "Readers do not mind. The chunks are larger than they need to be: shuffling by the wrong size hardly helps. Write them again to save the room. If the metadata are wrong, correct the typesize.",
        Fixable = true,
    };

    public static StoreRule Padding { get; } = new("chunk-padding", Severity.Advice, Ours, "Edge chunks hold the fill value outside the array.")
    {
        Remedy = "Readers do not show these elements, but they would reappear if the array grew. Fill them before you enlarge the array.",
    };

    public static StoreRule KeyEncoding { get; } = new("chunk-key-encoding", Severity.Error, "Zarr, chunk keys", "Chunks have the keys that the metadata declare.")
    {
        Remedy = "Most readers do not find these chunks and show the fill value. Correct the separator in the metadata (chunk_key_encoding, or dimension_separator in .zarray), or rename the chunks.",
    };

    public static StoreRule OutsideGrid { get; } = new("chunk-outside-grid", Severity.Warning, Ours, "No chunk lies outside the array.")
    {
        Remedy = "The array was cut and its chunks stayed, or its shape is wrong. Correct the shape, or delete the chunks.",
    };

    public static StoreRule Folder { get; } = new("chunk-folder", Severity.Error, Ours, "No folder stands where a chunk is expected.")
    {
        Remedy = "Readers fail there. Move the content of the folder elsewhere and delete it, or copy the chunk again.",
    };

    public static StoreRule Temporary { get; } = new("chunk-temporary", Severity.Advice, Ours, "No writer has left temporary files between the chunks.")
    {
        Remedy = "If no writer is at work, delete the files.",
    };

    public static StoreRule KeyForeign { get; } = new("chunk-key-foreign", Severity.Advice, Ours, "An array holds nothing but its documents and its chunks.")
    {
        Remedy = "Readers ignore it. Move it out of the array, or delete it if nobody needs it.",
    };

    public static StoreRule FillOnly { get; } = new("chunks-fill", Severity.Advice, Ours, "Chunks that hold only the fill value are not stored.")
    {
        Remedy = "Readers do not mind. Delete these chunks, or write the array again, to save the room.",
    };

    public static StoreRule Absent { get; } = new("chunks-absent", Severity.Advice, Ours, "Every chunk is stored.")
    {
        Remedy = "Chunks that are not stored read as the fill value. That is right where an image is empty. If it should not be empty there, copy the chunks again from their source.",
    };

    public static StoreRule LevelEmpty { get; } = new("level-empty", Severity.Warning, Ours, "If one level of an image has chunks, all have.")
    {
        Remedy = "All pixels of the level read as the fill value. Copy it again from its source, or compute it from another level.",
    };

    public static StoreRule ImageEmpty { get; } = new("image-empty", Severity.Warning, Ours, "An image has chunks.")
    {
        Remedy = "All pixels read as the fill value. If the image should not be empty, copy it again from its source.",
    };

    public static StoreRule WellEmpty { get; } = new("well-empty", Severity.Warning, Ours, "The images of a well have chunks.")
    {
        Remedy = "All pixels read as the fill value. If the well should not be empty, copy it again from its source.",
    };

    public static IReadOnlyList<StoreRule> All { get; } =
    [
        Damaged, Length, Checksum, TrailingBytes, Unreadable, Unsupported, Folder, ShardIndex, ShardOverlap, ShardDeadBytes, BloscTypeSize, Padding, KeyEncoding, OutsideGrid, Temporary, KeyForeign,
        FillOnly, Absent, LevelEmpty, ImageEmpty, WellEmpty,
    ];
}
