using System.CommandLine;
using System.Text;

namespace OmeZarr.Cli.Commands;

/// <summary>The help of a command, at most 80 columns wide.</summary>
/// <remarks>The help of System.CommandLine cannot say that the last of several paths is the output, has no examples, and does not wrap when piped.</remarks>
internal static class HelpText
{
    private const int Width = 80;

    internal static string Of(Command command)
    {
        var text = new StringBuilder().AppendJoin('\n', Wrap(command.Description ?? string.Empty, Width)).Append("\n\nUsage\n  ").Append(Usage(command)).Append('\n');
        Section(text, "Commands", [.. command.Subcommands.Select(one => ($"{one.Name} {ArgumentsOf(one)}", one.Description))]);
        Section(text, "Arguments", [.. command.Arguments.Select(one => (one.Name, one.Description))]);
        Section(text, "Options", [.. OptionsOf(command).Where(one => command is not RootCommand || one.Action is not null).Select(one => (Label(one), one.Description))]);
        var examples = Examples(command);
        if (examples.Length > 0)
        {
            text.Append("\nExamples\n").AppendJoin('\n', examples.Select(example => "  " + example.ReplaceLineEndings("\n    "))).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>The arguments of a command: <c>INPUT... OUTPUT</c>.</summary>
    internal static string ArgumentsOf(Command command) => string.Join(' ', command.Arguments.Select(argument => argument.Name));

    /// <summary>The options of a command, including those of all commands.</summary>
    internal static IEnumerable<Option> OptionsOf(Command command) =>
        command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive)));

    private static string Usage(Command command) => command is RootCommand
        ? "omezarr COMMAND [OPTIONS]"
        : $"omezarr {command.Name} {ArgumentsOf(command)} [OPTIONS]";

    private static string Label(Option option) =>
        string.Join(", ", option.Aliases.Where(alias => alias != "-?").Append(option.Name)) + (option.HelpName is { } value ? " " + value : string.Empty);

    private static void Section(StringBuilder text, string title, IReadOnlyList<(string Label, string? Description)> rows)
    {
        if (rows.Count == 0)
        {
            return;
        }

        text.Append('\n').Append(title).Append('\n');
        var indent = rows.Max(row => row.Label.Length) + 4;
        foreach (var (label, description) in rows)
        {
            var lines = Wrap(description ?? string.Empty, Width - indent);
            text.Append("  ").Append(label.PadRight(indent - 2)).AppendJoin("\n" + new string(' ', indent), lines).Append('\n');
        }
    }

    private static List<string> Wrap(string text, int width)
    {
        var lines = new List<string> { string.Empty };
        foreach (var word in text.Split(' '))
        {
            if (lines[^1].Length + 1 + word.Length > width)
            {
                lines.Add(word);
            }
            else
            {
                lines[^1] = lines[^1].Length == 0 ? word : $"{lines[^1]} {word}";
            }
        }

        return lines;
    }

    private static string[] Examples(Command command) => command.Name switch
    {
        "convert" =>
        [
            "One file:\nomezarr convert cells.tif cells.ome.zarr",
            "Channels or frames in files of their own:\nomezarr convert d0.tif d1.tif cells.ome.zarr --stack c\n  --channel-names DAPI,GFP --scale y=0.65,x=0.65 --unit micrometer\nomezarr convert frame*.tif movie.ome.zarr --stack t\n  --scale t=7 --unit t=second",
            "An image and what was found in it:\nomezarr convert cells.tif cells.ome.zarr --label nuclei=mask.tif",
            "A multi-well plate:\nomezarr convert images/ plate.ome.zarr --plate auto --skip _thumb\nomezarr convert images/ plate.ome.zarr\n  --plate '_(?<well>[A-P]\\d\\d)_s(?<field>\\d+)_w(?<channel>\\d)'",
            "Images that are kept together:\nomezarr convert a.tif b.tif slides.zarr --series",
            "More wells, or the rest of a plate that was interrupted:\nomezarr convert images/ plate.ome.zarr --plate auto --append\n  --skip-existing",
            "Large images, in files of 32 MiB:\nomezarr convert brain.tif brain.ome.zarr --shards auto",
        ],
        "info" => ["omezarr info cells.ome.zarr", "omezarr info cells.ome.zarr --json"],
        "tree" => ["omezarr tree plate.ome.zarr", "omezarr tree plate.ome.zarr --depth 1 --max-per-level 96"],
        "validate" =>
        [
            "omezarr validate plate.ome.zarr",
            "All stores below a folder, with every chunk:\nomezarr validate screens/ --data all",
            "Mend what has one right answer, after a look at the changes:\nomezarr validate plate.ome.zarr --fix version --fix well-unlisted --dry-run\nomezarr validate plate.ome.zarr --fix version --fix well-unlisted",
            "What a rule means:\nomezarr validate --explain axes-order",
        ],
        "thumbnail" =>
        [
            "An image as viewers show it first:\nomezarr thumbnail cells.ome.zarr cells.png",
            "Two channels, the largest values of all planes, with labels:\nomezarr thumbnail cells.ome.zarr cells.png --channels DAPI,GFP --z max\n  --labels nuclei",
            "A plate, large enough for its wells:\nomezarr thumbnail plate.ome.zarr plate.png --size 2048",
        ],
        "view" => ["omezarr view cells.ome.zarr", "Let neuroglancer read the same store:\nomezarr view cells.ome.zarr\n  --allow-origin https://neuroglancer-demo.appspot.com"],
        "serve" => ["omezarr serve plate.ome.zarr --port 8000"],
        "recover" => ["omezarr recover cells.ome.zarr"],
        "clean" => ["omezarr clean cells.ome.zarr", "omezarr clean screens/ --dry-run"],
        _ => [],
    };
}
