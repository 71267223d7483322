using System.CommandLine;
using System.Globalization;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Pictures;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr thumbnail STORE PNG</c>.</summary>
internal static class ThumbnailCommand
{
    private const string Max = "max";

    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var store = new Argument<string>("STORE") { Description = "The folder or address of an image, label image, plate, well or collection." };
        var output = new Argument<string>("PNG") { Description = "The picture to be made, such as cells.png." };
        var size = new Option<string>("--size") { HelpName = "PIXELS", Description = $"Length of the longer side, at most {RenderOptions.MaxSize}. Images are never enlarged. Default: 512.", DefaultValueFactory = _ => "512" };
        var channels = Text("--channels", "NAMES", "Channels to show, by name or by number from 0: DAPI,GFP or 0,2. Default: those that viewers show at first.");
        var z = Text("--z", "PLANE", "The plane, counted from 0, or max for the largest values of all planes. Default: what viewers show at first, else the middle plane.");
        var t = Text("--t", "NUMBER", "The time point, counted from 0. Default: what viewers show at first, else the first.");
        var level = Text("--level", "NUMBER", "The level to read. Default: the smallest that is large enough.");
        var labels = Text("--labels", "NAME", "Lay this label image over the image.");
        var series = Text("--series", "PATH", "The image of a collection. Default: the first.");
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the picture if it is there." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };
        var command = new Command("thumbnail", "Make a PNG picture of an image, with its channels in their colours, or of a plate.") { store, output, size, channels, z, t, level, labels, series, overwrite, json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var plane = parsed.GetValue(z);
            var request = new ThumbnailRequest(Locations.Parse(parsed.GetRequiredValue(store), connection.Read(parsed)), Locations.RequireLocal(parsed.GetRequiredValue(output), "a picture"))
            {
                Options = new RenderOptions
                {
                    Size = (int)NumberOf("--size", parsed.GetRequiredValue(size), 1, RenderOptions.MaxSize),
                    ProjectsZ = plane == Max,
                    Z = plane is null or Max ? null : NumberOf("--z", plane, 0, long.MaxValue, $" or {Max}"),
                    T = parsed.GetValue(t) is { } time ? NumberOf("--t", time, 0, long.MaxValue) : null,
                    Level = parsed.GetValue(level) is { } index ? (int)NumberOf("--level", index, 0, int.MaxValue) : null,
                    Labels = parsed.GetValue(labels),
                },
                Channels = parsed.GetValue(channels)?.Split(',', StringSplitOptions.TrimEntries),
                Series = parsed.GetValue(series),
                Overwrite = parsed.GetValue(overwrite),
            };
            var thumbnail = await Thumbnail.CreateAsync(request, cancellationToken).ConfigureAwait(false);
            terminal.WriteResult(parsed.GetValue(json) ? thumbnail.ToJson() : thumbnail.ToString());
            return thumbnail.IsIncomplete ? ExitCode.Findings : ExitCode.Success;
        });
        return command;
    }

    private static long NumberOf(string option, string text, long least, long most, string other = "") =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw new UsageException($"{option} {Quote.IfNeeded(text)}: give a number {(most >= int.MaxValue ? $"from {least}" : $"from {least} to {most}")}{other}");

    private static Option<string?> Text(string option, string value, string description) => new(option) { HelpName = value, Description = description };
}
