using TestKit;
using Xunit;

namespace OmeZarr.Cli.Tests;

public sealed class ApplicationTests
{
    private const string RootHelp = """
        Convert microscope images to OME-Zarr 0.5, and look at OME-Zarr stores.

        Usage
          omezarr COMMAND [OPTIONS]

        Commands
          convert INPUT... OUTPUT  Convert microscope images to an OME-Zarr image, with
                                   labels or without, to a plate, or to a collection of
                                   images.
          plan INPUT... OUTPUT     Divide a conversion into tasks for many machines:
                                   takes the options of convert, checks everything, and
                                   writes a plan for run and finish. Nothing is
                                   converted.
          run PLAN                 Run one task of a plan. It may run again, or twice at
                                   the same time: what is done is not done again.
          finish PLAN              Write the metadata of a planned conversion and
                                   publish its output, when all tasks are done.
                                   Otherwise list what is missing (exit code 1).
          status PLAN              Show which tasks of a plan are done.
          info PATH                Say what a store holds: version, axes, pixel size,
                                   levels, chunks, codecs, stored bytes.
          tree PATH                Show the nodes of a store: kinds, names, shapes,
                                   types, versions, and what is broken.
          validate PATH...         Judge whole stores: what is wrong, where, and what to
                                   do.
          pyramid STORE            Add smaller levels to images that are stored already.
                                   Run again, it completes what was interrupted.
          set STORE                Change pixel sizes, units, names, colours and windows
                                   of images that are stored already. Pixels stay as
                                   they are.
          thumbnail STORE PNG      Make a PNG picture of an image, with its channels in
                                   their colours, or of a plate.
          view PATH                Show an image, plate or collection in the browser.
                                   Nothing leaves this machine. Stop with Ctrl-C.
          serve PATH               Serve the stored values on this machine over HTTP,
                                   for other programs. Stop with Ctrl-C.
          export STORE FILE        Write an image as OME-TIFF, for programs that read no
                                   OME-Zarr.
          copy SRC DST             Copy a store byte for byte: between folders, archives
                                   and object stores.
          clean PATH               Remove what programs have left that were killed while
                                   they wrote, and put back what they had set aside.
          recover PATH             Complete an acquisition whose program or machine
                                   died: all frames before the last durable point are
                                   there afterwards.

        Options
          -h, --help  Show this help.
          --version   Show the version.

        """;

    [Theory]
    [InlineData("--help")]
    [InlineData("-h")]
    [InlineData("-?")]
    [InlineData]
    public async Task Help_of_the_program_lists_the_commands(params string[] args) => Assert.Equal(RootHelp, await Run.OutputOf(args));

    [Theory]
    [InlineData("convert", "--help")]
    [InlineData("info", "-h")]
    [InlineData("tree", "-h")]
    [InlineData("pyramid", "-h")]
    [InlineData("validate", "-h")]
    [InlineData("thumbnail", "-h")]
    [InlineData("set", "-h")]
    [InlineData("export", "-h")]
    [InlineData("clean", "-h")]
    [InlineData("convert", "a.tif", "--help")]
    [InlineData("--help")]
    public async Task Help_fits_80_columns(params string[] args) =>
        Assert.All((await Run.OutputOf(args)).Split('\n'), line => Assert.InRange(line.Length, 0, 80));

    [Theory]
    [InlineData("--stack")]
    [InlineData("--series")]
    [InlineData("--plate")]
    [InlineData("--skip")]
    [InlineData("--label")]
    [InlineData("--shards")]
    [InlineData("--axes")]
    [InlineData("--scale")]
    [InlineData("--unit")]
    [InlineData("--name")]
    [InlineData("--channel-names")]
    [InlineData("--chunks")]
    [InlineData("--compression")]
    [InlineData("--overwrite")]
    [InlineData("--json")]
    [InlineData("INPUT... OUTPUT")]
    public async Task Help_of_convert_tells_every_option(string option) =>
        Assert.Contains($"\n  {option} ", await Run.OutputOf("convert", "--help"), StringComparison.Ordinal);

    [Fact]
    public async Task The_version_is_a_plain_number() => Assert.Matches(@"^omezarr \d+\.\d+\.\d+\n$", await Run.OutputOf("--version"));

    [Theory]
    [InlineData("unknown command convrt; did you mean convert? (see omezarr --help)", "convrt")]
    [InlineData("unknown command transmogrify (see omezarr --help)", "transmogrify", "a")]
    [InlineData("unknown option --bogus (see omezarr --help)", "--bogus")]
    [InlineData("convert needs INPUT... OUTPUT (see omezarr convert --help)", "convert")]
    [InlineData("convert needs INPUT... OUTPUT (see omezarr convert --help)", "convert", "a.tif")]
    [InlineData("unknown option --overwite; did you mean --overwrite? (see omezarr convert --help)", "convert", "a.tif", "b.zarr", "--overwite")]
    [InlineData("--stack needs a value (see omezarr convert --help)", "convert", "a.tif", "b.zarr", "--stack")]
    [InlineData("--stack is given more than once (see omezarr convert --help)", "convert", "a", "b", "--stack", "c", "--stack", "z")]
    [InlineData("info needs PATH (see omezarr info --help)", "info")]
    [InlineData("info takes one path only; there is also b (see omezarr info --help)", "info", "a", "b")]
    [InlineData("unknown option --jsn; did you mean --json? (see omezarr info --help)", "info", "a", "--jsn")]
    [InlineData("--odd: no such folder", "info", "--", "--odd")]
    [InlineData("@list: no such folder", "info", "@list")]
    public async Task Wrong_command_lines_are_told_in_one_line(string line, params string[] args) =>
        Assert.Equal(new Run(2, string.Empty, $"omezarr: {line}\n"), await Run.Of(args));

    [Fact]
    public async Task A_defect_is_told_in_one_line_with_the_way_to_its_trace()
    {
        using var folder = new TemporaryFolder();
        var image = folder["a.zarr"];
        await Run.OutputOf("convert", TestFiles.Cells, image);
        using var error = new StringWriter();
        Assert.Equal(2, await Application.RunAsync(["info", image], new Terminal(new BrokenWriter(), error, false), TestContext.Current.CancellationToken));
        Assert.Equal("omezarr: this is a bug, please report it: InvalidOperationException: broken (set OMEZARR_DEBUG=1 to see where)", error.ToString().TrimEnd());
    }

    private sealed class BrokenWriter : StringWriter
    {
        public override void WriteLine(string? value) => throw new InvalidOperationException("broken");
    }
}
