namespace OmeZarr.Writing.Publication;

/// <summary>How hierarchies are put in their places.</summary>
/// <param name="IsFlushed">Whether everything is forced to the disk before a call returns; what replaces something is in any case.</param>
/// <param name="AvoidsExchange">Whether old and new must not change places by one call; tests forbid it, so that the way of systems without it is taken.</param>
internal readonly record struct PublicationOptions(bool IsFlushed, bool AvoidsExchange);
