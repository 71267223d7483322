using Zarr.Stores;

namespace Zarr.S3;

/// <summary>Makes addresses such as <c>s3://bucket/cells.ome.zarr</c> known.</summary>
public static class S3Stores
{
    /// <summary>Registers the scheme <c>s3://</c> for the whole process: <see cref="StoreLocation.Parse"/>, and all that takes locations, understand it from then on.</summary>
    /// <param name="defaults">What holds for all addresses; the members of <see cref="StoreConnection"/> that are set come first. Null for the defaults.</param>
    public static void Register(S3Options? defaults = null) => StoreLocation.Register(new S3Scheme(defaults ?? new S3Options()));
}
