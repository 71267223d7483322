using Zarr.Stores;

namespace Zarr.Checking;

/// <summary>A chunk that is, or may be, stored.</summary>
/// <param name="Key">Its key in the store.</param>
/// <param name="Index">Its index in the grid.</param>
internal sealed record StoredChunk(StoreKey Key, long[] Index);
