using System.Globalization;
using System.Text.RegularExpressions;
using System.Xml;
using OmeZarr.Cli.Plates.Naming;
using OmeZarr.Files;

namespace OmeZarr.Cli.Plates.Instruments;

/// <summary>Finds and reads the files of an instrument in the folders of the images and above them.</summary>
internal static partial class FactsReader
{
    private const int MaxFolders = 64;
    private const long MaxPlateFile = 1 << 20;

    /// <param name="files">The files of the plate.</param>
    /// <param name="convention">The naming convention of the files; null for a pattern of the user, which does not tell the instrument.</param>
    internal static PlateFacts Read(IReadOnlyList<PlateFile> files, PlateConvention? convention)
    {
        var wanted = files.Select(file => new FieldKey(file.Row, file.Column, file.Field)).ToHashSet();
        return convention?.Name switch
        {
            "phenix" => OfFirst(Candidates(files, HarmonyIndex.FileNames), path => HarmonyIndex.Read(path, wanted)),
            "yokogawa" => OfFirst(Candidates(files, YokogawaRecords.FileNames), path => YokogawaRecords.Read(path, wanted)),
            "imagexpress" => OfFirst(Candidates(files, ["*.HTD"]).Where(path => new FileInfo(path).Length <= MaxPlateFile), path => MetaXpressPlate.Read(path, wanted)),
            "acquifer" => OfNames(files),
            "incucyte" => OfTimes(files),
            _ => PlateFacts.None,
        };
    }

    /// <summary>Facts only help, so a file that cannot be read is a finding.</summary>
    private static PlateFacts OfFirst(IEnumerable<string> paths, Func<string, PlateFacts> read)
    {
        if (paths.FirstOrDefault() is not { } path)
        {
            return PlateFacts.None;
        }

        try
        {
            return read(path);
        }
        catch (Exception error) when (error is XmlException or IOException or UnauthorizedAccessException)
        {
            return new PlateFacts { Findings = [new FileFinding(FileFindingKind.LeftOut, $"{Path.GetFileName(path)} cannot be read, so pixel sizes, channel names and positions in it are left out: {error.Message}")] };
        }
    }

    private static IEnumerable<string> Candidates(IReadOnlyList<PlateFile> files, IReadOnlyList<string> names)
    {
        var folders = files.Select(file => FolderOf(file.Path)).Distinct().Take(MaxFolders).ToList();
        var around = folders.Concat(folders.Select(folder => FolderOf(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))))).Distinct();
        var options = new EnumerationOptions { MatchCasing = MatchCasing.CaseInsensitive };
        return around.Where(Directory.Exists).SelectMany(folder => names.SelectMany(name => Directory.GetFiles(folder, name, options).Order(StringComparer.Ordinal)));
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder : ".";

    private static PlateFacts OfNames(IReadOnlyList<PlateFile> files)
    {
        const double PerMicrometer = 10_000;
        return files.Select(file => file.PixelSize).Distinct().ToList() is [{ } size and > 0]
            ? new PlateFacts { Sources = ["file names"], Sizes = "yx".ToDictionary(axis => axis, _ => new PhysicalSize(size / PerMicrometer, "micrometer")) }
            : PlateFacts.None;
    }

    /// <summary>Names with days, hours and minutes tell the time between frames, if it is always the same.</summary>
    private static PlateFacts OfTimes(IReadOnlyList<PlateFile> files)
    {
        var facts = new FactsBuilder(new HashSet<FieldKey>());
        var times = files.Select(file => Elapsed().Match(file.Time ?? string.Empty)).Where(match => match.Success)
            .Select(match => ((((Part(match, "d") * 24) + Part(match, "h")) * 60) + Part(match, "m")) * 60).Distinct().Order().ToList();
        foreach (var (i, seconds) in times.Index())
        {
            facts.AddPlace('t', "names", i.ToString(CultureInfo.InvariantCulture), seconds);
        }

        return facts.Build("file names");
    }

    private static double Part(Match match, string group) => double.Parse(match.Groups[group].ValueSpan, CultureInfo.InvariantCulture);

    [GeneratedRegex("^(?<d>[0-9]{1,3})d(?<h>[0-9]{2})h(?<m>[0-9]{2})m$", RegexOptions.CultureInvariant)]
    private static partial Regex Elapsed();
}
