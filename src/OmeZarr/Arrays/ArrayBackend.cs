
namespace OmeZarr;

/// <summary>The array writers that come with the library.</summary>
public static class ArrayBackend
{
    /// <summary>Zarr v3 arrays, written by the engine of this library (<see cref="Zarr.ZarrArray"/>). The default.</summary>
    public static IArrayBackend BuiltIn { get; } = new ZarrBackend(ZarrBackend.OpenStore);
}
