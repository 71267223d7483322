using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
using OmeZarr.Writing.Dividing;
using Zarr.Stores.Files;

namespace OmeZarr.Cli.Dividing;

/// <summary>A planned conversion as a file: options, inputs, output and the division. It has all paths as absolute ones, so that any process that sees the same files can run it.</summary>
/// <param name="Arguments">The options of the conversion, without inputs, labels and output.</param>
/// <param name="Output">The output.</param>
/// <param name="Folders">The input paths as the user gave them: files, or folders whose files are the inputs.</param>
/// <param name="Inputs">The input files, in their order.</param>
/// <param name="Labels">The label images, by name, with their files.</param>
internal sealed record PlanFile(IReadOnlyList<string> Arguments, string Output, IReadOnlyList<string> Folders, IReadOnlyList<InputIdentity> Inputs, IReadOnlyList<(string Name, IReadOnlyList<InputIdentity> Files)> Labels)
{
    private const string VersionName = "omezarrPlan";
    private const int Version = 1;
    private const long MaxBytes = 1L << 30;

    /// <summary>The division; null while there is none.</summary>
    internal string? Division { get; init; }

    /// <summary>How many smaller levels all files of a stack have, so that a task need not open them to find out; null for other conversions.</summary>
    internal int? StackLevels { get; init; }

    /// <summary>A hash of the options, the inputs, the output and the version of the program. Equal conversions have the same.</summary>
    internal string Identity => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Content().ToJsonString())).AsSpan(0, 16));

    /// <summary>The file for a request, without a division.</summary>
    /// <param name="arguments">The options.</param>
    /// <param name="request">The request, with absolute paths.</param>
    internal static PlanFile Of(IReadOnlyList<string> arguments, ConvertRequest request) => new(
        arguments,
        request.Output.ToString(),
        request.InputFolders,
        [.. request.Inputs.Select(InputIdentity.Of)],
        [.. request.Labels.Select(label => (label.Name, (IReadOnlyList<InputIdentity>)[.. label.Files.Select(InputIdentity.Of)]))]);

    /// <summary>A request with absolute paths in place of relative ones.</summary>
    internal static ConvertRequest Absolute(ConvertRequest request) => request with
    {
        Inputs = [.. request.Inputs.Select(Absolute)],
        InputFolders = [.. request.InputFolders.Select(Absolute)],
        Labels = [.. request.Labels.Select(label => label with { Files = [.. label.Files.Select(Absolute)] })],
        Output = request.Output.Folder is { } folder ? Path.GetFullPath(folder) : request.Output,
    };

    internal static string Absolute(string path) => Address.Is(path) ? path : Path.GetFullPath(path);

    /// <summary>The request that was planned.</summary>
    /// <param name="options">What the options say.</param>
    internal ConvertRequest ToRequest(ConvertRequest options)
    {
        var known = Inputs.Concat(Labels.SelectMany(label => label.Files)).DistinctBy(input => input.Path).ToDictionary(input => input.Path);
        return options with
        {
            Inputs = [.. Inputs.Select(input => input.Path)],
            InputFolders = Folders,
            Labels = [.. Labels.Select(label => new LabelRequest(label.Name, [.. label.Files.Select(file => file.Path)]))],
            Output = Locations.Parse(Output, options.Connection),
            StackLevels = StackLevels,
            Opening = path => known.GetValueOrDefault(path)?.RequireUnchanged(),
        };
    }

    internal string ToJson()
    {
        var json = Content();
        if (StackLevels is { } levels)
        {
            json["stackLevels"] = levels;
        }

        json["division"] = JsonNode.Parse(Division ?? throw new InvalidOperationException("the conversion is not divided"));
        return json.ToJsonString();
    }

    /// <exception cref="UsageException">It is no plan, is damaged, or of another version of this program.</exception>
    internal static PlanFile Read(string path)
    {
        if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
        {
            throw new UsageException($"{path}: is too large for a plan");
        }

        var utf8 = File.ReadAllBytes(path);
        try
        {
            return JsonTokens.Read(utf8, (ref tokens) => Parse(ref tokens, utf8));
        }
        catch (InvalidDataException error)
        {
            throw new UsageException($"{path}: is no plan: {error.Message}; omezarr plan makes one");
        }
    }

    private static PlanFile Parse(ref JsonTokens tokens, byte[] utf8)
    {
        var (isPlan, division, levels) = (false, default(string), default(int?));
        string? output = null;
        IReadOnlyList<string>? arguments = null, folders = null;
        IReadOnlyList<InputIdentity>? inputs = null;
        List<(string Name, IReadOnlyList<InputIdentity> Files)>? labels = null;
        tokens.BeginObject("document");
        while (tokens.NextMember() is { } name)
        {
            switch (name)
            {
                case VersionName: isPlan = tokens.Integer(name) == Version; break;
                case "program": RequireProgram(tokens.Text(name)); break;
                case "options": arguments = tokens.Texts(name); break;
                case "output": output = tokens.Text(name); break;
                case "folders": folders = tokens.Texts(name); break;
                case "inputs": inputs = FilesOf(ref tokens); break;
                case "labels": labels = LabelsOf(ref tokens); break;
                case "stackLevels": levels = tokens.Count(name); break;
                case "division": division = TextOf(ref tokens, utf8); break;
                default: tokens.Skip(); break;
            }
        }

        return !isPlan
            ? throw new UsageException("this is no plan of a conversion; omezarr plan makes one")
            : new PlanFile(
                arguments ?? throw JsonTokens.Damaged("options"),
                output ?? throw JsonTokens.Damaged("output"),
                folders ?? throw JsonTokens.Damaged("folders"),
                inputs ?? throw JsonTokens.Damaged("inputs"),
                labels ?? throw JsonTokens.Damaged("labels"))
            {
                Division = division ?? throw JsonTokens.Damaged("division"),
                StackLevels = levels,
            };
    }

    private static void RequireProgram(string program)
    {
        if (program != ProgramVersion.Text)
        {
            throw new UsageException($"the plan was made by omezarr {program}, this is {ProgramVersion.Text}, which may write other bytes; use the same on all machines, or plan again");
        }
    }

    private static List<InputIdentity> FilesOf(ref JsonTokens tokens)
    {
        var files = new List<InputIdentity>();
        tokens.BeginList("inputs");
        while (tokens.NextItem())
        {
            files.Add(InputIdentity.Read(ref tokens));
        }

        return files;
    }

    private static List<(string Name, IReadOnlyList<InputIdentity> Files)> LabelsOf(ref JsonTokens tokens)
    {
        var labels = new List<(string Name, IReadOnlyList<InputIdentity> Files)>();
        tokens.BeginObject("labels");
        while (tokens.NextMember() is { } name)
        {
            labels.Add((name, FilesOf(ref tokens)));
        }

        return labels;
    }

    /// <summary>The text of the value that begins here. The library reads it.</summary>
    private static string TextOf(ref JsonTokens tokens, byte[] utf8)
    {
        var start = tokens.Start;
        tokens.Skip();
        return Encoding.UTF8.GetString(utf8, start, tokens.End - start);
    }

    private JsonObject Content() => new()
    {
        [VersionName] = Version,
        ["program"] = ProgramVersion.Text,
        ["options"] = JsonOutput.List(Arguments),
        ["output"] = Output,
        ["folders"] = JsonOutput.List(Folders),
        ["inputs"] = new JsonArray([.. Inputs.Select(input => input.ToJson())]),
        ["labels"] = new JsonObject(Labels.Select(label => KeyValuePair.Create(label.Name, (JsonNode?)new JsonArray([.. label.Files.Select(file => file.ToJson())])))),
    };
}
