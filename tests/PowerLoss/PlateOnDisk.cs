using System.Globalization;
using OmeZarr;
using Zarr;

namespace PowerLoss;

/// <summary>A plate that a cut has left. Its name is its generation.</summary>
internal sealed class PlateOnDisk
{
    private readonly string folder;
    private readonly HashSet<string> wells;

    private PlateOnDisk(string folder, OmePlate plate) =>
        (this.folder, wells, Generation) = (folder, [.. plate.Wells.Select(well => well.Path)], int.TryParse(plate.Name, CultureInfo.InvariantCulture, out var generation) ? generation : 0);

    /// <summary>The generation in which the root was made.</summary>
    internal int Generation { get; }

    /// <summary>Opens the plate; null, and said to the verdict, if it cannot be.</summary>
    internal static async Task<PlateOnDisk?> FindAsync(string folder, Verdict verdict, bool isPromised, bool isExpected)
    {
        try
        {
            return new PlateOnDisk(folder, await OmePlate.OpenAsync(folder));
        }
        catch (Exception error) when (error is ZarrException or OmeZarrException or IOException)
        {
            var state = Directory.Exists(folder) ? State.Broken : State.Missing;
            if (isExpected || state == State.Broken)
            {
                verdict.Saw(state, error.Message);
            }

            verdict.Require(!isPromised, error.Message);
            return null;
        }
    }

    /// <summary>Whether the document of the plate names the well.</summary>
    internal bool Lists(string well) => wells.Contains(well);

    /// <summary>Looks at the image of a well.</summary>
    /// <param name="well">Path of the well.</param>
    /// <param name="name">Name of its image.</param>
    /// <param name="verdict">Told what is found.</param>
    /// <param name="isPromised">Whether it must be listed and whole.</param>
    /// <param name="isExpected">Whether it is worth a word if it is not there.</param>
    internal async Task<Sight> CheckAsync(string well, string name, Verdict verdict, bool isPromised, bool isExpected)
    {
        var sight = await TestImage.LookAsync(Path.Join(folder, well, "0"), name);
        if (isExpected || sight.State != State.Missing || Lists(well))
        {
            verdict.Saw(sight.State, sight.What);
        }

        verdict.Require(!isPromised || (Lists(well) && sight.IsWhole), $"{sight.What}, {(Lists(well) ? "listed" : "not listed")}");
        return sight;
    }
}
