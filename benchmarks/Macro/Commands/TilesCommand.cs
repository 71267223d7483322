using System.CommandLine;

namespace Macro.Commands;

internal static class TilesCommand
{
    internal static Command Create()
    {
        var store = new Option<string>("--in") { Description = "Folder of an OME-Zarr image with windows from 100 to 1500.", Required = true };
        var size = new Option<int>("--tile") { Description = "Rows and columns of a tile.", DefaultValueFactory = _ => 512 };
        var channels = new Option<int>("--channels") { Description = "Channels that are shown in tiles and views.", DefaultValueFactory = _ => 1 };
        var repeat = new Option<int>("--repeat") { Description = "Rounds, after one that does not count.", DefaultValueFactory = _ => 5 };
        var threads = Options.Threads();
        var command = new Command("tiles", "Time the tiles of a viewer: the first picture, tiles that are read, mixed and encoded one by one, and a whole view with other windows.") { store, size, channels, repeat, threads, Options.Json() };
        command.SetAction((parsed, cancellationToken) => TilesBenchmark.RunAsync(
            parsed.GetRequiredValue(store), parsed.GetValue(size), parsed.GetValue(channels), parsed.GetValue(repeat), parsed.GetValue(threads), cancellationToken));
        return command;
    }
}
