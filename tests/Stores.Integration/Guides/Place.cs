using Zarr.Stores;

namespace Guides;

/// <summary>Where the code of the guides reads and writes. The build puts it in place of the names of hierarchies; nothing else is changed.</summary>
internal static class Place
{
    private static readonly AsyncLocal<Func<string, StoreLocation>> Reading = new();
    private static readonly AsyncLocal<Func<string, StoreLocation>> Writing = new();

    internal static void Set(Func<string, StoreLocation> read, Func<string, StoreLocation> write) => (Reading.Value, Writing.Value) = (read, write);

    internal static StoreLocation ToRead(string name) => Reading.Value!(name);

    internal static StoreLocation ToWrite(string name) => Writing.Value!(name);
}
