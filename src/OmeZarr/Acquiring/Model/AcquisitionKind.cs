namespace OmeZarr;

/// <summary>What a dimension of an acquisition is.</summary>
public enum AcquisitionKind
{
    /// <summary>Time: an axis of type <c>time</c>.</summary>
    Time,

    /// <summary>Channels: an axis of type <c>channel</c>.</summary>
    Channel,

    /// <summary>Focus: an axis of type <c>space</c>.</summary>
    Z,

    /// <summary>Height of a frame: an axis of type <c>space</c>.</summary>
    Y,

    /// <summary>Width of a frame: an axis of type <c>space</c>.</summary>
    X,

    /// <summary>Positions of the stage or fields of wells. No axis: each position is an image of its own.</summary>
    Position,

    /// <summary>Anything else: an axis without a type, such as an angle.</summary>
    Other,
}
