using System.CommandLine;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;
using Zarr.Stores;

namespace OmeZarr.Cli.Commands;

/// <summary>The options of <c>omezarr convert</c> and the rules for combining them.</summary>
internal sealed class ConvertOptions
{
    // One argument for both, because a list argument takes all paths.
    private readonly Argument<string[]> paths = new("INPUT... OUTPUT")
    {
        Description = "Image files or OME-Zarr stores, one or several (then say what they are together: --stack, --series or --plate), or a folder of image files (--series, --plate); last the folder or address to be made, such as cells.ome.zarr or s3://bucket/cells.ome.zarr. @LIST stands for the files that the text file LIST names, one in a line.",
        Arity = new ArgumentArity(0, 100_000), // none with --batch
    };

    private readonly Option<string?> stack = Text("--stack", "AXIS", "Stack several files along this axis: c, z or t.");
    private readonly Option<string?> series = Text(
        SeriesArgument.Option,
        "[N]",
        "Keep each file, and each image of a file, an image of its own, in one collection (layout of bioformats2raw). Not with --stack, --plate, --label, --name. With a number: convert only this image of the file, counted from 0, also with --label and --name.");
    private readonly Option<string?> plate = Text(
        "--plate",
        "PATTERN",
        "Put a multi-well plate together by the names of its files: "
        + $"{string.Join(", ", PlateConventions.All.Select(known => known.Name))}, auto (one of these), or a regular expression with the groups well (or row and column, or wellnumber), field, channel, z, time; with a slash in it, for paths in the folder. "
        + "@FILE reads expressions from the lines of a file. Not with --stack, --label.");

    private readonly Option<string?> wells = Text("--plate-wells", "N", "Number of wells of the plate: 6, 12, 24, 48, 96, 384 or 1536. With --plate or --from-plan. Default: what files of the microscope say.");
    private readonly Option<bool> plan = new("--plan") { Description = "Show which file becomes which plane, and write nothing. With --json in a form that --from-plan reads. With --plate." };
    private readonly Option<string?> fromPlan = Text("--from-plan", "FILE", "Make a plate as a plan says, which --plan --json printed. In place of --plate.");
    private readonly Option<string?> skip = Text("--skip", "PATTERN", "Leave out files in whose names this regular expression is found, such as _thumb. With --plate.");
    private readonly Option<string[]> label = new("--label") { HelpName = "NAME=FILE", Description = "A label image of the image: integers, as large as the image without its channels. May be given several times.", Arity = ArgumentArity.OneOrMore };
    private readonly Option<string?> axes = Text("--axes", "AXES", "Axes of each file in its own order, slowest first, such as tyx. For files that do not tell, or tell wrongly.");
    private readonly Option<string?> sizes = Text("--sizes", "LENGTHS", "With --axes, the lengths of several axes of pages: t=3,z=5. One may be left out.");
    private readonly Option<string?> page = Text("--page", "N", "Read only this page of each file, counted from 0.");
    private readonly Option<string> level = Choice("--level", "N", "Convert a smaller copy that the file has of its image instead of full resolution, which is 0. Default: 0.", "0");
    private readonly Option<bool> keepLevels = new("--keep-levels") { Description = "Take the smaller levels from the file, where it has some, and compute none." };
    private readonly Option<bool> orient = new("--orient") { Description = "Turn and mirror the pixels as the file asks for. Without: they stay as they are stored, and a warning says so." };
    private readonly Option<bool> rgb = new("--rgb") { Description = "Show three or four channels as red, green, blue (and opacity), with one window." };
    private readonly Option<bool> strict = new("--strict") { Description = "Fail before anything is written if a file has something that would be left out, lacks something, or leaves something to guess." };
    private readonly Option<string?> scale = Text("--scale", "SIZES", "Pixel size: y=0.65,x=0.65; for z the distance of slices, for t that of frames. Default: what the file says, else 1.");
    private readonly Option<string?> unit = Text("--unit", "UNIT", "Unit of all space axes, such as micrometer; or of single axes: t=second,x=micrometer. Default: what the file says.");
    private readonly Option<string?> name = Text("--name", "NAME", "Name of the image or plate. Default: the output's.");
    private readonly Option<string?> channels = Text("--channel-names", "NAMES", "Names of the channels: DAPI,GFP. Default: what the file says; with --stack c the names of the files; with --plate what the pattern finds.");
    private readonly Option<string> chunks = Choice("--chunks", "CHUNKS", "auto (at most 4 MiB), whole (one chunk), or a length for each axis: 1,256,256. Default: auto.", "auto");
    private readonly Option<string> shards = Choice("--shards", "SHARDS", "Put chunks together in files: none, auto (at most 32 MiB), a length for each axis: 1,1024,1024, or chunks for each axis: chunks:1,4,4. Default: none.", "none");
    private readonly Option<string> compression = Choice("--compression", "NAME", $"{string.Join(", ", Compression.All)}. Default: {Compression.BloscZstd}.", Compression.BloscZstd.Name);
    private readonly PyramidOptions pyramid = new("Smaller levels for viewers: auto (y and x are halved until both are at most 256), isotropic (z too, while it is sampled as finely as x), none, or the number of levels with that of full resolution. Default: auto; with --append, none if the fields of the plate have one level.");
    private readonly Option<bool> checksum = new("--checksum") { Description = "End each chunk with a checksum, so that readers notice every flipped bit. Without: what the compression notices." };
    private readonly Option<bool> noOmeXml = new("--no-ome-xml") { Description = "Leave out OME/METADATA.ome.xml, which describes the images of a new collection." };
    private readonly Option<string> window = Choice("--window", "NAME", "The values that viewers show at first: file (those of the file where it says them, otherwise percentile), percentile (0.5 to 99.7) or minmax (smallest to largest). Default: file.", "file");
    private readonly Option<bool> append = new("--append")
    {
        Description = "Add to the output if it is there: wells and fields to a plate (--plate), images to a collection (--series, or one file with all its images). Each is there as soon as it is complete.",
    };

    private readonly Option<bool> skipExisting = new("--skip-existing") { Description = "With --append: leave fields, and images of the same name, as they are if the output has them, and go on with the others." };
    private readonly Option<bool> overwrite = new("--overwrite")
    {
        Description = "Replace the output if it is a Zarr hierarchy; with --append only fields, and images of the same name, that it has. The old one stays until the new one is complete.",
    };

    private readonly Option<bool> sync = new("--sync") { Description = "Return only when everything is on the disk, so that a power failure afterwards loses nothing." };

    /// <summary>Prints the summary as JSON.</summary>
    internal Option<bool> Json { get; } = new("--json") { Description = "Print the summary as JSON." };

    internal void AddTo(Command command)
    {
        command.Arguments.Add(paths);
        foreach (var option in All)
        {
            command.Options.Add(option);
        }
    }

    /// <summary>Whether inputs or an output are given.</summary>
    internal bool HasPaths(ParseResult parsed) => parsed.GetRequiredValue(paths).Length > 0;

    /// <summary>The options as they were given, without labels and what says how the result is shown. Files that they name have absolute paths.</summary>
    internal IEnumerable<string> ArgumentsOf(ParseResult parsed)
    {
        foreach (var option in All.Where(option => option != label && option != Json && option != plan && parsed.GetResult(option) is { Implicit: false }))
        {
            yield return option.Name;
            foreach (var token in parsed.GetResult(option)!.Tokens)
            {
                yield return option == fromPlan ? Path.GetFullPath(token.Value)
                    : option == plate && token.Value.StartsWith('@') ? $"@{Path.GetFullPath(token.Value[1..])}"
                    : token.Value;
            }
        }
    }

    private Option[] All => [stack, series, plate, skip, wells, plan, fromPlan, label, axes, sizes, page, level, keepLevels, orient, rgb, strict, scale, unit, name, channels, chunks, shards, compression, .. pyramid.All, checksum, window, noOmeXml, append, skipExisting, overwrite, sync, Json];

    /// <exception cref="UsageException">A value is invalid, or options exclude each other.</exception>
    internal ConvertRequest Read(ParseResult parsed, StoreConnection connection)
    {
        if (parsed.GetRequiredValue(paths).Length < 2)
        {
            var name = parsed.CommandResult.Command.Name;
            throw new UsageException($"{name} needs {paths.Name} (see omezarr {name} --help)");
        }

        RequireTogether(parsed);
        var places = PlacesOf(parsed);
        var isAddedAlone = parsed.GetValue(append) && places is null && parsed.GetValue(series) is null;
        var kind = parsed.GetValue(series) == SeriesArgument.All || isAddedAlone ? OutputKind.Collection : places is null ? OutputKind.Image : OutputKind.Plate;
        var inputs = parsed.GetRequiredValue(paths)[..^1];
        return new ConvertRequest
        {
            Inputs = kind == OutputKind.Image || isAddedAlone ? InputPaths.Expand(inputs) : InputPaths.ExpandWithFolders(inputs),
            Output = InputPaths.RequireOutput(parsed.GetRequiredValue(paths)[^1], connection),
            Connection = connection,
            Kind = kind,
            IsOneFile = isAddedAlone,
            InputFolders = kind == OutputKind.Plate ? InputPaths.Expand(inputs) : [],
            Places = places,
            PlateSize = parsed.GetValue(wells) is { } count ? PlateSize.Parse(count) : null,
            PlanOnly = parsed.GetValue(plan),
            SeriesNumber = OptionValues.ParseSeries(parsed.GetValue(series)),
            Level = OptionValues.ParseCount("--level", parsed.GetRequiredValue(level), 0, int.MaxValue),
            KeepsLevels = parsed.GetValue(keepLevels),
            IsStrict = parsed.GetValue(strict),
            IsRgb = parsed.GetValue(rgb),
            Reading = new ImageFileOptions
            {
                Sizes = AxisValues.ParseLengths(parsed.GetValue(sizes)),
                Page = parsed.GetValue(page) is { } number ? OptionValues.ParseCount("--page", number, 0, int.MaxValue) : null,
                AppliesOrientation = parsed.GetValue(orient),
            },
            StackAxis = OptionValues.ParseStackAxis(parsed.GetValue(stack)),
            Labels = LabelValues.Parse(parsed.GetValue(label) ?? []),
            FileAxes = OptionValues.ParseAxes(parsed.GetValue(axes)),
            Scales = AxisValues.ParseSizes(parsed.GetValue(scale)),
            Units = AxisValues.ParseUnits(parsed.GetValue(unit)),
            Name = OptionValues.ParseName(parsed.GetValue(name)),
            ChannelNames = OptionValues.ParseNames(parsed.GetValue(channels)),
            Chunks = OptionValues.ParseChunks(parsed.GetRequiredValue(chunks)),
            Shards = OptionValues.ParseShards(parsed.GetRequiredValue(shards)),
            Compression = OptionValues.ParseCompression(parsed.GetRequiredValue(compression)),
            Pyramid = pyramid.Read(parsed),
            PyramidIsChosen = pyramid.IsGiven(parsed),
            Checksums = parsed.GetValue(checksum),
            OmeXml = !parsed.GetValue(noOmeXml),
            Window = OptionValues.ParseWindow(parsed.GetRequiredValue(window)),
            Append = parsed.GetValue(append),
            SkipExisting = parsed.GetValue(skipExisting),
            Overwrite = parsed.GetValue(overwrite),
            Sync = parsed.GetValue(sync),
        };
    }

    private IPlateSource? PlacesOf(ParseResult parsed) => parsed.GetValue(fromPlan) is { } file
        ? PlatePlanFile.Load(file)
        : parsed.GetValue(plate) is { } pattern ? PlateNaming.Parse(pattern, parsed.GetValue(skip)) : null;

    private void RequireTogether(ParseResult parsed)
    {
        bool IsGiven(Option option) => parsed.GetResult(option) is { Implicit: false };
        (Option One, Option Other, string Reason)[] excluded =
        [
            (series, plate, "the files are either images of their own or parts of a plate"),
            (series, stack, "the files are either images of their own or parts of one image"),
            (plate, stack, "the pattern says what is stacked: its groups channel, z and time"),
            (series, label, "labels describe one image; convert it alone"),
            (plate, label, "labels describe one image; convert it alone"),
            (plate, fromPlan, "the plan says the places of all files"),
            (skip, fromPlan, "files that are not in the plan are left out"),
            (series, fromPlan, "the files are either images of their own or parts of a plate"),
            (stack, fromPlan, "the plan says what is stacked"),
            (label, fromPlan, "labels describe one image; convert it alone"),
            (series, name, "the images are named after their files"),
            (skipExisting, overwrite, "what is there is either left as it is or replaced"),
        ];
        // One image of a file may have labels and a name, as the only image of a file may.
        var isOneImage = OptionValues.ParseSeries(parsed.GetValue(series)) is not null;
        bool IsExcluded(Option one, Option other) => IsGiven(one) && IsGiven(other) && !(isOneImage && one == series && (other == label || other == name));
        foreach (var (one, other, reason) in excluded.Where(pair => IsExcluded(pair.One, pair.Other)))
        {
            throw new UsageException($"{one.Name} and {other.Name} cannot be given together: {reason}");
        }

        if (OptionValues.ParseSeries(parsed.GetValue(series)) is not null && (parsed.GetRequiredValue(paths).Length > 2 || IsGiven(append)))
        {
            throw new UsageException("--series N takes one image of one file; give one INPUT, without --append");
        }

        if (IsGiven(sizes) && !IsGiven(axes))
        {
            throw new UsageException("--sizes gives the lengths of axes that --axes names; it is given together with --axes");
        }

        if (IsGiven(keepLevels) && pyramid.All.FirstOrDefault(IsGiven) is { } computed)
        {
            throw new UsageException($"--keep-levels and {computed.Name} cannot be given together: the levels are either those of the file or computed");
        }

        if (IsGiven(skip) && !IsGiven(plate))
        {
            throw new UsageException("--skip leaves out files of a plate; it is given together with --plate");
        }

        if (IsGiven(noOmeXml) && Array.Find([plate, fromPlan, stack], IsGiven) is { } withoutXml)
        {
            throw new UsageException($"--no-ome-xml and {withoutXml.Name} cannot be given together: only collections of images have OME-XML");
        }

        if (!IsGiven(plate) && !IsGiven(fromPlan) && Array.Find([wells, (Option)plan], IsGiven) is { } alone)
        {
            throw new UsageException($"{alone.Name} is for plates; it is given together with --plate or --from-plan");
        }

        // A single file is added to a collection with all its images.
        var isSingle = parsed.GetRequiredValue(paths).Length == 2 && !IsGiven(stack) && !IsGiven(label) && !IsGiven(name);
        if (IsGiven(append) && !IsGiven(plate) && !IsGiven(fromPlan) && !IsGiven(series) && !isSingle)
        {
            throw new UsageException("--append adds wells to a plate, or images to a collection; several files need --plate or --series, and --stack, --label and --name are for one image");
        }

        if (IsGiven(skipExisting) && !IsGiven(append))
        {
            throw new UsageException("--skip-existing leaves what the output has already as it is; it is given together with --append");
        }
    }

    private static Option<string?> Text(string option, string value, string description) => new(option) { HelpName = value, Description = description };

    private static Option<string> Choice(string option, string value, string description, string standard) =>
        new(option) { HelpName = value, Description = description, DefaultValueFactory = _ => standard };
}
