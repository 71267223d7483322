namespace Zarr.S3;

/// <summary>What a request is about.</summary>
/// <param name="Bucket">Name of the bucket.</param>
/// <param name="Key">The key, or the beginning of the keys.</param>
internal readonly record struct S3Target(string Bucket, string Key)
{
    public override string ToString() => $"s3://{Bucket}/{Key}";
}
