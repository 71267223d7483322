using System.CommandLine;
using System.Globalization;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using Zarr;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr set STORE</c>.</summary>
internal static class SetCommand
{
    internal static Command Create(Terminal terminal, ConnectionOptions connection)
    {
        var store = new Argument<string>("STORE") { Description = "An image with its labels, a plate, a well or a collection of OME-Zarr 0.5 or 0.4." };
        var image = Text("--image", "PATH", "The image, or the well, in the store: B/3/0 or B/3 of a plate, 0 of a collection, labels/cells of an image. Default: all images.");
        var scale = Text("--scale", "SIZES", "Pixel size of the full resolution: z=2,y=0.5,x=0.5; for t the time between frames. Smaller levels, positions and labels change in proportion.");
        var unit = Text("--unit", "UNIT", "Unit of all space axes, such as micrometer or um; or of single axes: t=second,x=micrometer.");
        var names = Text("--channel-names", "NAMES", "Names of the channels: DAPI,GFP.");
        var colors = Text("--channel-colors", "COLORS", "Colours of the channels: 0000FF,00FF00.");
        var window = Text("--window", "WINDOWS", "For each channel the values that viewers show black and brightest: 0:4095,100:900.");
        var name = Text("--name", "NAME", "Name of the image; of a plate without --image its own name.");
        var dryRun = new Option<bool>("--dry-run") { Description = "Change nothing, only say what would be changed." };
        var json = new Option<bool>("--json") { Description = "Print what was changed as JSON." };
        var command = new Command("set", "Change pixel sizes, units, names, colours and windows of images that are stored already. Pixels stay as they are.")
        {
            store, image, scale, unit, names, colors, window, name, dryRun, json,
        };
        command.SetAction((parsed, cancellationToken) =>
        {
            var units = AxisValues.ParseUnits(parsed.GetValue(unit));
            var changes = new ImageChanges
            {
                Scale = AxisValues.ParseSizes(parsed.GetValue(scale)).ToDictionary(axis => axis.Key.ToString(), axis => axis.Value),
                Units = units.Where(axis => axis.Key != ConvertRequest.AllSpaceAxes).ToDictionary(axis => axis.Key.ToString(), axis => axis.Value),
                SpaceUnit = units.GetValueOrDefault(ConvertRequest.AllSpaceAxes),
                ChannelNames = OptionValues.ParseNames(parsed.GetValue(names)),
                ChannelColors = parsed.GetValue(colors)?.Split(',', StringSplitOptions.TrimEntries),
                Windows = WindowsOf(parsed.GetValue(window)),
                Name = OptionValues.ParseName(parsed.GetValue(name)),
            };
            return RunAsync(Locations.Parse(parsed.GetRequiredValue(store), connection.Read(parsed)), changes, parsed.GetValue(image), (parsed.GetValue(dryRun), parsed.GetValue(json)), terminal, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(StoreLocation store, ImageChanges changes, string? image, (bool IsDryRun, bool IsJson) how, Terminal terminal, CancellationToken cancellationToken)
    {
        Locations.RequireThere(store);
        if (changes is { Scale.Count: 0, Units.Count: 0, SpaceUnit: null, ChannelNames: null, ChannelColors: null, Windows: null, Name: null })
        {
            throw new UsageException("there is nothing to set; give --scale, --unit, --channel-names, --channel-colors, --window or --name");
        }

        var changed = await OmeMetadataEditor.SetAsync(store, changes, image, how.IsDryRun, cancellationToken).ConfigureAwait(false);
        terminal.WriteResult(how.IsJson ? ToJson(store, changed, how.IsDryRun) : ToText(store, changed, how.IsDryRun));
        return ExitCode.Success;
    }

    private static string ToText(StoreLocation store, IReadOnlyList<DocumentFix> changed, bool isDryRun) => changed.Count == 0
        ? $"{store}: everything is as wanted already"
        : string.Join(
            Environment.NewLine,
            [$"{store}: {Counted.Of(changed.Count, "document")} {(isDryRun ? "would be changed" : "changed")}", .. changed.SelectMany(document => document.Difference.Select(line => $"  {line}").Prepend($"{PathOf(document)}:"))]);

    private static string ToJson(StoreLocation store, IReadOnlyList<DocumentFix> changed, bool isDryRun) => JsonOutput.Text(new JsonObject
    {
        ["store"] = store.ToString(),
        ["dryRun"] = isDryRun,
        ["changed"] = JsonOutput.List(changed.Select(document => new JsonObject { ["document"] = PathOf(document), ["difference"] = JsonOutput.List(document.Difference) })),
    });

    private static string PathOf(DocumentFix document) => document.NodePath.Length == 0 ? document.Document : $"{document.NodePath}/{document.Document}";

    private static IReadOnlyList<(double Start, double End)>? WindowsOf(string? text) => text is null ? null :
    [
        .. text.Split(',', StringSplitOptions.TrimEntries).Select(window => window.Split(':') is [var start, var end] && NumberOf(start) is { } black && NumberOf(end) is { } bright && black < bright
            ? (black, bright)
            : throw new UsageException($"--window {Quote.IfNeeded(text)}: expected two numbers for each channel, the smaller one first, such as 0:4095,100:900")),
    ];

    private static double? NumberOf(string text) => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null;

    private static Option<string?> Text(string option, string value, string description) => new(option) { HelpName = value, Description = description };
}
