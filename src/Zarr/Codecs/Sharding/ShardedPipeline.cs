namespace Zarr.Codecs.Sharding;

/// <summary>Tells whether the chunks of a pipeline are shards.</summary>
internal static class ShardedPipeline
{
    extension(CodecPipeline codecs)
    {
        /// <summary>The sharding codec if it is the only codec, so that inner chunks can be read one by one; otherwise null.</summary>
        /// <remarks>A transpose that moves no byte may still change the shape, and with it the positions of the inner chunks.</remarks>
        internal BoundSharding? Shards => codecs.OnlyStep is BoundSharding sharding && sharding.Grid.Shard == codecs.ChunkShape ? sharding : null;
    }
}
