namespace OmeZarr;

/// <summary>Whether an acquisition writes to a place (<see cref="OmeAcquisition.StateOf"/>).</summary>
public enum AcquisitionState
{
    /// <summary>None, or it was completed.</summary>
    Complete,

    /// <summary>It runs, in this process or another one.</summary>
    Running,

    /// <summary>Its process ended before it was complete. <see cref="OmeAcquisition.RecoverAsync(Zarr.Stores.StoreLocation, CancellationToken)"/> completes it.</summary>
    Abandoned,
}
