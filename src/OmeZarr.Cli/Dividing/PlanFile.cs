using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using OmeZarr.Cli.Images;
using OmeZarr.Cli.Inputs;
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
            Opening = path => known.GetValueOrDefault(path)?.RequireUnchanged(),
        };
    }

    internal string ToJson()
    {
        var json = Content();
        json["division"] = JsonNode.Parse(Division ?? throw new InvalidOperationException("the conversion is not divided"));
        return json.ToJsonString();
    }

    /// <exception cref="UsageException">It is no plan, is damaged, or of another version of this program.</exception>
    internal static PlanFile Read(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                throw new UsageException($"{path}: is too large for a plan");
            }

            return Parse(JsonNode.Parse(File.ReadAllBytes(path)) as JsonObject ?? throw new UsageException($"{path}: is no plan; omezarr plan makes one"));
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new UsageException($"{path}: is no plan: {error.Message}");
        }
    }

    private static PlanFile Parse(JsonObject json)
    {
        if (PlanJson.IntegerOf(json[VersionName]) is not Version)
        {
            throw new UsageException("this is no plan of a conversion; omezarr plan makes one");
        }

        if (PlanJson.TextOf(json["program"]) is var program && program != ProgramVersion.Text)
        {
            throw new UsageException($"the plan was made by omezarr {program}, this is {ProgramVersion.Text}, which may write other bytes; use the same on all machines, or plan again");
        }

        return new PlanFile(
            PlanJson.TextsOf(json["options"], "options"),
            PlanJson.TextOf(json["output"]) ?? throw PlanJson.Damaged("output"),
            PlanJson.TextsOf(json["folders"], "folders"),
            FilesOf(json["inputs"]),
            json["labels"] is JsonObject labels ? [.. labels.Select(label => (label.Key, FilesOf(label.Value)))] : throw PlanJson.Damaged("labels"))
        {
            Division = (json["division"] ?? throw PlanJson.Damaged("division")).ToJsonString(),
        };
    }

    private static IReadOnlyList<InputIdentity> FilesOf(JsonNode? node) => node is JsonArray files ? [.. files.Select(InputIdentity.Parse)] : throw PlanJson.Damaged("inputs");

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
