namespace Zarr.Stores;

/// <summary>A store behind a network: each request costs a round trip, and many can be under way at the same time. Readers then send fewer, longer and more concurrent requests.</summary>
public interface IRemoteStore : IStore
{
    /// <summary>The most unwanted bytes between two wanted ranges of a value that one request still covers: about as many as arrive during a round trip. Not negative.</summary>
    int RangeGap { get; }

    /// <summary>How many requests one call keeps under way at the same time at most, unless <see cref="ZarrOptions.MaxDegreeOfParallelism"/> says otherwise. At least 1.</summary>
    int MaxConcurrency { get; }
}
