namespace OmeZarr;

/// <summary>What of a plan is done.</summary>
/// <param name="IsFinished">Whether the hierarchy is at its destination.</param>
/// <param name="PartsDone">Number of parts with a receipt.</param>
/// <param name="Parts">Number of parts.</param>
/// <param name="Missing">The tasks that are not done, with the number of their parts that are missing.</param>
public sealed record ConversionStatus(bool IsFinished, int PartsDone, int Parts, IReadOnlyList<UnfinishedTask> Missing);

/// <summary>A task of which parts are missing.</summary>
/// <param name="Wave">The wave, counted from 0.</param>
/// <param name="Task">The task in its wave, counted from 0.</param>
/// <param name="MissingParts">How many of its parts are not done.</param>
/// <param name="Parts">How many parts it has.</param>
public sealed record UnfinishedTask(int Wave, int Task, int MissingParts, int Parts);
