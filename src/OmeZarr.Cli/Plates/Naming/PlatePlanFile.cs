using System.Text.Json;

namespace OmeZarr.Cli.Plates.Naming;

/// <summary>A plan that <c>--plan --json</c> printed and the user may have changed: the places of files, and names of channels.</summary>
internal sealed class PlatePlanFile : IPlateSource
{
    private const long MaxBytes = 256L << 20;

    private readonly string path;
    private readonly JsonElement plan;

    private PlatePlanFile(string path, JsonElement plan) => (this.path, this.plan) = (path, plan);

    /// <exception cref="UsageException">The file cannot be read, or is no plan.</exception>
    internal static PlatePlanFile Load(string path)
    {
        try
        {
            if (new FileInfo(path) is { Exists: true, Length: > MaxBytes })
            {
                throw new UsageException($"--from-plan {path}: the file is too large for a plan");
            }

            using var document = JsonDocument.Parse(File.ReadAllBytes(path));
            return document.RootElement.ValueKind == JsonValueKind.Object && document.RootElement.TryGetProperty("files", out var files) && files.ValueKind == JsonValueKind.Array
                ? new PlatePlanFile(path, document.RootElement.Clone())
                : throw new UsageException($"--from-plan {path}: is not a plan; --plan --json prints one, with a list \"files\"");
        }
        catch (JsonException error)
        {
            throw new UsageException($"--from-plan {path}: is not JSON: {error.Message}");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--from-plan {path}: cannot be read: {error.Message}");
        }
    }

    public PlateReading Read(IReadOnlyList<PlateName> names)
    {
        var given = names.DistinctBy(name => name.Relative).ToDictionary(name => name.Relative, StringComparer.Ordinal);
        var convention = Text(plan, "convention", "the plan") is { } text ? PlateConventions.Find(text) : null;
        var files = plan.GetProperty("files").EnumerateArray().Select((file, i) => FileOf(file, i, given, convention)).ToList();
        return files.Count > 0
            ? new PlateReading(files, convention, []) { ChannelNames = Channels() }
            : throw new UsageException($"--from-plan {path}: the plan has no files");
    }

    private PlateFile FileOf(JsonElement file, int number, Dictionary<string, PlateName> given, PlateConvention? convention)
    {
        var where = $"files[{number}]";
        var name = Text(file, "file", where) ?? throw Wrong(where, "has no \"file\"");
        var well = Text(file, "well", where) ?? throw Wrong(where, "has no \"well\"");
        var (row, column) = WellName.Parse(well.Replace("/", string.Empty, StringComparison.Ordinal)) ?? throw Wrong(where, $"the well is \"{well}\"; expected letters of a row and a number of a column, such as B/3");
        var field = Text(file, "field", where) ?? "0";
        return given.TryGetValue(name, out var found)
            ? new PlateFile(found.Path, row, column, WellName.Field(field) ?? throw Wrong(where, $"the field is \"{field}\"; expected letters and digits"), Number(file, "channel", where), Number(file, "z", where), Number(file, "time", where))
            {
                PixelSize = convention?.Pattern.TryRead(found).File?.PixelSize,
            }
            : throw Wrong(where, $"{name} is not among the input files; give the folder that the plan was made for");
    }

    private Dictionary<string, string> Channels()
    {
        var channels = new Dictionary<string, string>();
        if (plan.TryGetProperty("channels", out var list) && list.ValueKind == JsonValueKind.Array)
        {
            foreach (var (i, channel) in list.EnumerateArray().Index())
            {
                channels[Number(channel, "channel", $"channels[{i}]") ?? string.Empty] = Text(channel, "name", $"channels[{i}]") ?? throw Wrong($"channels[{i}]", "has no \"name\"");
            }
        }

        return channels;
    }

    private string? Number(JsonElement element, string member, string where) => Text(element, member, where) is { } text ? WellName.Number(text) : null;

    /// <summary>A text, or a number as text; null if it is null or not there.</summary>
    private string? Text(JsonElement element, string member, string where)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            throw Wrong(where, "is not an object");
        }

        return element.TryGetProperty(member, out var value)
            ? value.ValueKind switch
            {
                JsonValueKind.Null => null,
                JsonValueKind.String => value.GetString(),
                JsonValueKind.Number => value.GetRawText(),
                _ => throw Wrong(where, $"\"{member}\" is not a text"),
            }
            : null;
    }

    private UsageException Wrong(string where, string problem) => new($"--from-plan {path}: {where}: {problem}");
}
