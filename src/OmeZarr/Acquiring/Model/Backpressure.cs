namespace OmeZarr;

/// <summary>What happens to a frame that comes while the memory of an acquisition is full.</summary>
public enum Backpressure
{
    /// <summary>The call waits until there is memory. Nothing is lost if the camera can wait.</summary>
    Wait,

    /// <summary>The call throws an <see cref="AcquisitionOverflowException"/>. Nothing is stored of the frame, and the same call may be repeated.</summary>
    Fail,

    /// <summary>The frame is dropped: its place reads as zero, <see cref="AcquisitionProgress.FramesDropped"/> counts it, and the call returns false.</summary>
    Drop,
}
