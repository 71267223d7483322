namespace Zarr.Codecs;

/// <summary>What can be odd about stored bytes that decode all the same.</summary>
internal enum RemarkKind
{
    /// <summary>The header of a Blosc chunk says another size of elements than the metadata.</summary>
    BloscTypeSize,

    /// <summary>Inner chunks of a shard share bytes with each other or with the index.</summary>
    ShardOverlap,

    /// <summary>Bytes of a shard belong to no inner chunk.</summary>
    ShardDeadBytes,
}

/// <summary>Something odd about stored bytes that decode all the same.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Codec">Name of the codec as in <c>zarr.json</c>.</param>
/// <param name="Message">What was found and what was expected.</param>
internal readonly record struct CodecRemark(RemarkKind Kind, string Codec, string Message);

/// <summary>Receives remarks.</summary>
internal interface IRemarks
{
    /// <summary>Adds a remark.</summary>
    void Add(CodecRemark remark);
}

/// <summary>A codec that can say what is odd about bytes that it decodes. Only those who check stored data ask it.</summary>
internal interface IRemarkingCodec
{
    /// <summary>Adds a remark for each oddity. Damage is not remarked: decoding throws.</summary>
    /// <param name="encoded">Untrusted bytes.</param>
    /// <param name="remarks">Receives the remarks.</param>
    void Remark(ReadOnlySpan<byte> encoded, IRemarks remarks);
}
