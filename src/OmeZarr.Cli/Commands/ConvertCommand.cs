using System.CommandLine;
using OmeZarr.Cli.Imaging;
using OmeZarr.Cli.Output;

namespace OmeZarr.Cli.Commands;

/// <summary><c>omezarr convert INPUT… OUTPUT</c>.</summary>
internal static class ConvertCommand
{
    internal static Command Create(Terminal terminal)
    {
        var paths = new Argument<string[]>("INPUT... OUTPUT")
        {
            // One argument for both, because a list takes all paths there are.
            Description = "One TIFF file, or several with --stack; then the folder to be made, such as cells.ome.zarr.",
            Arity = new ArgumentArity(2, 100_000),
        };
        var stack = new Option<string?>("--stack") { Description = "Stack several files along this axis: c, z or t.", HelpName = "AXIS" };
        var axes = new Option<string?>("--axes") { Description = "Axes of each file in its own order, slowest first, such as tyx. For files that do not tell, or tell wrongly.", HelpName = "AXES" };
        var scale = new Option<string?>("--scale") { Description = "Pixel size: y=0.65,x=0.65; for z the distance of slices, for t that of frames. Default: what the file says, else 1.", HelpName = "SIZES" };
        var unit = new Option<string?>("--unit") { Description = "Unit of all space axes, such as micrometer; or of single axes: t=second,x=micrometer. Default: what the file says.", HelpName = "UNIT" };
        var name = new Option<string?>("--name") { Description = "Name of the image. Default: the output's.", HelpName = "NAME" };
        var channels = new Option<string?>("--channel-names") { Description = "Names of the channels: DAPI,GFP. Default: what the file says; with --stack c the names of the files.", HelpName = "NAMES" };
        var chunks = new Option<string>("--chunks") { Description = "auto (at most 4 MiB), whole (one chunk), or a length for each axis: 1,256,256. Default: auto.", HelpName = "CHUNKS", DefaultValueFactory = _ => "auto" };
        var compression = new Option<string>("--compression")
        {
            Description = $"{string.Join(", ", Compression.All)}. Default: {Compression.BloscZstd}.",
            HelpName = "NAME",
            DefaultValueFactory = _ => Compression.BloscZstd.Name,
        };
        var overwrite = new Option<bool>("--overwrite") { Description = "Replace the output if it is a Zarr hierarchy. The old one stays until the new one is complete." };
        var json = new Option<bool>("--json") { Description = "Print the summary as JSON." };

        var command = new Command("convert", "Convert TIFF files to an OME-Zarr image.")
        {
            paths, stack, axes, scale, unit, name, channels, chunks, compression, overwrite, json,
        };
        command.SetAction((parsed, cancellationToken) => RunAsync(
            new ConvertRequest
            {
                Inputs = InputPaths.Expand(parsed.GetRequiredValue(paths)[..^1]),
                Output = InputPaths.RequireOutput(parsed.GetRequiredValue(paths)[^1]),
                StackAxis = parsed.GetValue(stack),
                FileAxes = OptionValues.ParseAxes(parsed.GetValue(axes)),
                Scales = AxisValues.ParseSizes(parsed.GetValue(scale)),
                Units = AxisValues.ParseUnits(parsed.GetValue(unit)),
                Name = OptionValues.ParseName(parsed.GetValue(name)),
                ChannelNames = OptionValues.ParseNames(parsed.GetValue(channels)),
                Chunks = OptionValues.ParseChunks(parsed.GetRequiredValue(chunks)),
                Compression = OptionValues.ParseCompression(parsed.GetRequiredValue(compression)),
                Overwrite = parsed.GetValue(overwrite),
            },
            parsed.GetValue(json),
            terminal,
            cancellationToken));
        return command;
    }

    private static async Task<int> RunAsync(ConvertRequest request, bool json, Terminal terminal, CancellationToken cancellationToken)
    {
        using var conversion = Conversion.Open(request);
        var summary = await ProgressBar.RunAsync(
            terminal, conversion.Name, progress => conversion.RunAsync(progress, cancellationToken)).ConfigureAwait(false);
        terminal.Out.WriteLine(json ? summary.ToJson() : summary.ToString());
        return Application.Success;
    }
}
