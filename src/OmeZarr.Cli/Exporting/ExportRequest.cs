using OmeZarr.Tiff;
using Zarr.Stores;

namespace OmeZarr.Cli.Exporting;

/// <summary>The request for an export.</summary>
/// <param name="Store">The store.</param>
/// <param name="Image">Path of the image in the store; null for the store itself.</param>
/// <param name="Output">The file to be made.</param>
/// <param name="Options">How it is written.</param>
internal sealed record ExportRequest(StoreLocation Store, string? Image, string Output, OmeTiffOptions Options);
