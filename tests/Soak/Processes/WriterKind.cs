namespace Soak.Processes;

/// <summary>What a process writes over and over.</summary>
internal enum WriterKind
{
    /// <summary>A plate well by well, each time in place of the last.</summary>
    PlateBuilder,

    /// <summary>A collection series by series, each time in place of the last.</summary>
    CollectionBuilder,

    /// <summary>Labels of one image, replacing those of the same name.</summary>
    LabelsBuilder,

    /// <summary>Wells of a plate that stays, replacing those of the same name.</summary>
    PlateAppender,

    /// <summary>Series of a collection that stays, replacing those of the same name.</summary>
    CollectionAppender,

    /// <summary>An image with labels by one call.</summary>
    Image,

    /// <summary>A plate by one call.</summary>
    Plate,

    /// <summary>A collection by one call.</summary>
    Collection,

    /// <summary>An image that is prepared, filled and flushed.</summary>
    Prepared,
}

/// <summary>What the kinds have in common.</summary>
internal static class WriterKinds
{
    /// <summary>All of them.</summary>
    internal static IReadOnlyList<WriterKind> All { get; } = Enum.GetValues<WriterKind>();

    /// <summary>What of the hierarchy grows, if a builder writes it.</summary>
    internal static Writers.GrowthKind? Growth(this WriterKind kind) => kind switch
    {
        WriterKind.PlateBuilder or WriterKind.PlateAppender => Writers.GrowthKind.Plate,
        WriterKind.CollectionBuilder or WriterKind.CollectionAppender => Writers.GrowthKind.Collection,
        WriterKind.LabelsBuilder => Writers.GrowthKind.Labels,
        _ => null,
    };

    /// <summary>Whether a round leaves what the rounds before have written, but for what has the same name.</summary>
    internal static bool Adds(this WriterKind kind) => kind is WriterKind.LabelsBuilder or WriterKind.PlateAppender or WriterKind.CollectionAppender;
}
