namespace OmeZarr.Cli.Plates.Naming;

/// <summary>
/// The conventions of microscopes. Groups: row and column (row0 and column0 if counted from 0), or wellnumber; field, or fieldx and fieldy; region; channel, z, time; pixel for the size of
/// pixels in ten-thousandths of a micrometer.
/// </summary>
internal static class PlateConventions
{
    private const string Start = "(?:^|/)";
    private const string Word = "(?:^|[/_])";
    private const string End = @"(?:\.ome)?\.\w+$";
    private const string Well = @"(?<row>[A-Z]{1,2})(?<column>\d{2})";
    private const string ShortWell = @"(?<row>[A-Z]{1,2})(?<column>\d{1,2})";
    private const string Guid = "(?:[0-9A-F]{8}(?:-[0-9A-F]{4}){3}-[0-9A-F]{12})?";
    private const string XpressFolders = @"(?:TimePoint_(?<time>\d+)/)?(?:ZStep_(?<z>\d+)/)?";
    private const string MicroManagerFile = @"/(?:[^/]+/)?(?:img_(?<time>\d{9})_(?<channel>[^/]+)_(?<z>\d{3})|img_channel(?<channel>\d+)_position\d+_time(?<time>\d+)_z(?<z>\d+))" + End;
    private const string MicroManagerStack = @"MMStack_";
    private const string Sites = ShortWell + @"-Site_(?<field>\d+)";
    private const string Grids = @"(?:Well)?(?<wellnumber>\d+)-Pos_?(?<fieldx>\d+)_(?<fieldy>\d+)";
    private const string Grid = @"Pos_?(?<fieldx>\d+)_(?<fieldy>\d+)";
    private const string Positions = @"Pos_?(?<field>\d+)";

    /// <summary>All conventions. Of several that fit equally well, the first is taken.</summary>
    internal static IReadOnlyList<PlateConvention> All { get; } =
    [
        new("cellomics",
            @"(?<!_[RDM]_p\d{1,6}_z\d{1,6}_\d{1,6})" + Word + Well + @"f(?<field>\d{2,3})d(?<channel>\d)" + End,
            @"i3t(?<time>\d{3})" + Well + @"f(?<field>\d{2,3})d(?<channel>\d)" + End) { Aliases = ["arrayscan", "cellinsight"], NoPlanes = @"f\d{2,3}o\d" + End },
        new("evos", @"_[RDM]_p(?<time>\d+)_z(?<z>\d+)_\d+_" + Well + @"f(?<field>\d{2,3})d(?<channel>\d)" + End),
        new("incarta", Start + @"t(?<time>\d+)_" + Well + @"_s(?<field>\d+)_w(?<channel>\d+)_z(?<z>\d+)" + End),
        new("imagexpress",
            @"^(?:.*?/)??" + XpressFolders + @"(?!t\d+_[A-Z]\d\d_s\d+_w\d+_z\d+)[^/]*_" + Well + @"(?:_s(?<field>\d+)(?:_w(?<channel>\d{1,2}))?|_w(?<channel>\d{1,2}))(?:_z(?<z>\d+))?" + Guid + End,
            @"^(?:.*?/)??TimePoint_(?<time>\d+)/(?:ZStep_(?<z>\d+)/)?[^/]*_" + Well + Guid + End) { Aliases = ["metaxpress"], NoPlanes = @"_thumb[^/_]*$", HasProjections = true },
        new("phenix",
            Start + @"r(?<row>\d{2})c(?<column>\d{2})f(?<field>\d{2,})p(?<z>\d{2,})(?:rc\d+)?-ch(?<channel>\d+)sk(?<time>\d+)fk\d+fl1" + End,
            Start + @"r(?<row>\d{2})c(?<column>\d{2})f(?<field>\d{2,})p(?<z>\d{2,})-ch(?<channel>\d+)t(?<time>\d+)" + End) { Aliases = ["operetta", "harmony", "opera"] },
        new("columbus", Start + @"(?<row>\d{3})(?<column>\d{3})-(?<field>\d+)-(?<time>\d{3})(?<z>\d{3})(?<channel>\d{3})" + End),
        new("yokogawa", Word + Well + @"_T(?<time>\d{4})F(?<field>\d{3,4})L\d{2}A\d{2}Z(?<z>\d{2,3})C(?<channel>\d{2})" + End)
        {
            Aliases = ["cv7000", "cv8000", "cellvoyager"],
            NoPlanes = Start + "[DS]C_[^/]*$",
        },
        new("cq1", Start + @"W(?<wellnumber>\d{1,4})F(?<field>\d{1,4})T(?<time>\d{1,4})Z(?<z>\d{1,3})C(?<channel>\d+)" + End) { Aliases = ["cv1000"], NoPlanes = Start + "Projection/" },
        new("incell",
            @"(?:^|[/_ ])(?<row>[A-Z]{1,2}) - (?<column>\d{1,2})\(fld (?<field>\d+)(?: wv (?<channel>[^)]+?)(?: wix \d+)?)?(?: z (?<z>\d+))?(?: time (?<time>\d+)(?: - \d+ ?ms)?)?\)" + End),
        new("cytation", Start + ShortWell + @"(?:ROI(?<region>\d+))?_-?\d{1,3}_\d{1,2}_(?<field>\d{1,4})(?:Z(?<z>\d+))?_(?<channel>[^/]+)_(?<time>\d{3,})" + End) { Aliases = ["gen5", "lionheart"] },
        new("incucyte",
            @"^(?:.*(?<![A-Za-z])(?<channel>Phase|Green|Red|Orange|NIR|Brightfield)(?=Original|Object|Confluence|[^A-Za-z]))?.*_" + ShortWell + @"_(?<field>\d{1,2})_(?<time>\d{1,3}d\d{2}h\d{2}m)" + End,
            @"(?<time>\d{4}/\d{2}/\d{4})/\d+/" + ShortWell + @"-(?<field>\d{1,2})-(?<channel>[A-Z]\w*)" + End),
        new("acquifer", @"-(?<row>[A-Z])(?<column>\d{3})--PO(?<field>\d+)--LO(?<time>\d+)--CO(?<channel>\d+)--SL(?<z>\d+)--PX(?<pixel>\d+)--[^/]*$"),
        new("scanr",
            Start + @"(?:" + ShortWell + @"|[^/]*?)--W(?<wellnumber>\d{4,5})--P(?<field>\d{3,5})--(?:Z(?<z>\d{3,5})--T(?<time>\d{4,5})|T(?<time>\d{4,5})--Z(?<z>\d{3,5}))--(?<channel>[^/]+?)" + End),
        new("leica",
            Start + @"[^/]*--U(?<column0>\d+)--V(?<row0>\d+)(?:--J\d+)?(?:--E\d+)?(?:--O\d+)?--X(?<fieldx>\d+)--Y(?<fieldy>\d+)(?:--T(?<time>\d+))?(?:--Z(?<z>\d+))?--C(?<channel>\d+)" + End)
        {
            Aliases = ["matrixscreener"],
        },
        new("micromanager",
            Start + Sites + MicroManagerFile,
            Start + Grids + MicroManagerFile,
            Start + Grid + MicroManagerFile,
            Start + Positions + MicroManagerFile,
            Start + @"img_(?<time>\d{9})_(?<channel>[^/]+)_(?<z>\d{3})" + End,
            Start + @"img_channel(?<channel>\d+)_position(?<field>\d+)_time(?<time>\d+)_z(?<z>\d+)" + End,
            MicroManagerStack + Sites + End,
            MicroManagerStack + Grids + End,
            MicroManagerStack + Grid + End,
            MicroManagerStack + Positions + End) { Aliases = ["micro-manager"] },
        new("nikon", @"Well" + ShortWell + @"_(?:Point[^/_]+_\d+_)?Channel(?<channel>[^/]+?)_Seq(?<field>\d+)" + End),
        new("generic",
            @"(?:^|[/_ -])(?<row>[A-P]|A[A-F])[-_]?(?<column>\d{1,2})(?:[_-](?:(?:f|s|fld|field|site|p|pos|fov)[_-]?(?<field>\d+)|(?:c|w|ch|channel|wv)[_-]?(?<channel>\d+)|z(?<z>\d+)|t(?<time>\d+)"
            + @"|(?![A-P]\d{1,2}[_.-])(?<channel>[A-Z][A-Z0-9]{2,})))*" + End) { IsGeneric = true, NoPlanes = @"_thumb[^/_]*$" },
    ];

    /// <summary>The convention of a name; null for other text.</summary>
    internal static PlateConvention? Find(string name) => All.FirstOrDefault(convention => convention.IsCalled(name));
}
