namespace OmeZarr.Writing.Publication;

/// <summary>How hierarchies are put in their places.</summary>
/// <param name="IsFlushed">Whether to flush everything to disk before a call returns. Data that replace others are flushed in any case.</param>
/// <param name="AvoidsExchange">Whether old and new must not change places by one call; tests forbid it, so that the way of systems without it is taken.</param>
internal readonly record struct PublicationOptions(bool IsFlushed, bool AvoidsExchange);
