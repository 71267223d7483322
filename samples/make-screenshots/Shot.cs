namespace MakeScreenshots;

/// <summary>One screenshot: what is opened, at which address, and what must be there before the picture is taken.</summary>
/// <param name="Name">Name of the PNG file.</param>
/// <param name="Store">The store that is opened.</param>
/// <param name="Hash">The address within the page.</param>
/// <param name="Scheme"><c>dark</c> or <c>light</c>.</param>
internal sealed record Shot(string Name, string Store, string Hash, string Scheme = "dark")
{
    /// <summary>Enlarged pixels keep the files small. Those whose store is missing are left out: only the first store is made of samples of this repository.</summary>
    internal static IReadOnlyList<Shot> All { get; } =
    [
        new("view-cells.png", "cells.ome.zarr", "#/?max=1"),
        new("view-channels.png", "human.ome.zarr", "#/?at=370,390,3"),
        new("view-labels.png", "nuclei.ome.zarr", "#/?label=nuclei&outline=1&opacity=1&at=200,256,3", "light"),
        new("view-plate.png", "plate.ome.zarr", "#/"),
        new("view-field.png", "plate.ome.zarr", "#/O/1/0?at=256,256,2", "light"),
    ];
}
