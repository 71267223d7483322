using System.Text;
using OmeZarr.Writing.Dividing;
using OmeZarr.Writing.Places;
using Zarr;
using Zarr.Stores;

namespace OmeZarr;

/// <summary>
/// A conversion that is divided into tasks, for many processes on many machines, or for one that may be interrupted. The result is the same, byte for byte, as that of one call of <see cref="OmeWriter"/>.
/// </summary>
/// <remarks>
/// <para>The caller gives the call itself, for example <c>(options, token) => OmeWriter.WriteImageAsync("cells.ome.zarr", image, pixels, options, cancellationToken: token)</c>. <see cref="CreateAsync"/> makes it with options that only find out what
/// there is to write. <see cref="RunAsync"/> makes it with options that write the parts of one task, and <see cref="FinishAsync"/> with options that write the metadata and publish the hierarchy. The call must be the same each time: its
/// metadata, sources and options are compared with the plan as far as the stored arrays depend on them.</para>
/// <para>Parts are whole chunks (shards), so no two tasks write the same value. A task may run several times, also at the same time, and may be killed at any moment. Tasks of a wave need all tasks of the waves before it.</para>
/// <para>Parts wait in a hidden folder beside the destination. In a store they are at their final keys, below a mark that keeps other writers away, and become visible with the root document. A plan never replaces what is in a store.</para>
/// </remarks>
public sealed class ConversionPlan
{
    private const int MostListed = 1000;

    private readonly DivisionPlan plan;
    private readonly HierarchyPlace place;

    private ConversionPlan(DivisionPlan plan, HierarchyPlace place) => (this.plan, this.place) = (plan, place);

    /// <summary>Identifies the plan: equal plans have the same.</summary>
    public string Id => plan.Id;

    /// <summary>The destination.</summary>
    public string Destination => plan.Destination;

    /// <summary>The waves, the first one first.</summary>
    public IReadOnlyList<ConversionWave> Waves => [.. plan.Waves.Select(wave => new ConversionWave(wave.Tasks.Count, wave.Ends.Count, wave.Bytes, wave.LargestTask))];

    /// <summary>Checks everything that can be checked before pixels are read, and divides the work. Nothing is created.</summary>
    /// <param name="write">Calls one method of <see cref="OmeWriter"/> that writes a whole image, plate or collection.</param>
    /// <param name="options">The options of that call; null for the defaults.</param>
    /// <param name="division">How the work is divided; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <exception cref="InvalidOperationException"><paramref name="write"/> does not call such a method with the options that it gets, or calls two.</exception>
    /// <exception cref="NotSupportedException">The destination is an archive, or parts would be added to an existing hierarchy.</exception>
    /// <exception cref="IOException">The destination exists and must stay.</exception>
    public static async Task<ConversionPlan> CreateAsync(
        Func<WriteOptions, CancellationToken, Task> write, WriteOptions? options = null, ConversionPlanOptions? division = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        var planning = new PlanningDivision();
        await write((options ?? WriteOptions.Default) with { Division = planning, Progress = null, CompleteMetadata = null, Findings = null }, cancellationToken).ConfigureAwait(false);
        var plan = planning.ToPlan(division ?? new ConversionPlanOptions());
        var place = planning.Place!;
        DividedPlace.Of(place, plan);
        return new ConversionPlan(plan, place);
    }

    /// <summary>The plan as JSON, for other processes.</summary>
    public string ToJson() => Encoding.UTF8.GetString(DivisionPlanJson.ToUtf8(plan));

    /// <summary>Reads a plan.</summary>
    /// <param name="json">What <see cref="ToJson"/> gave.</param>
    /// <param name="destination">The destination, if its text does not tell how it is reached; null to take it from the plan.</param>
    /// <exception cref="InvalidDataException">It is no plan, was changed, or is of another version of this library.</exception>
    public static ConversionPlan Parse(string json, StoreLocation? destination = null)
    {
        ArgumentNullException.ThrowIfNull(json);
        var plan = DivisionPlanJson.Parse(Encoding.UTF8.GetBytes(json));
        return new ConversionPlan(plan, HierarchyPlace.Of(destination ?? StoreLocation.Parse(plan.Destination), WriteOptions.Default));
    }

    /// <summary>The paths of the images of which a task writes something; a call for this task may leave out all others.</summary>
    /// <param name="wave">The wave, counted from 0.</param>
    /// <param name="task">The task, counted from 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such task.</exception>
    public IReadOnlyList<string> ImagesOf(int wave, int task)
    {
        RequireTask(wave, task);
        return [.. plan.PartsOf(wave, task).SelectMany(plan.ImagesOf).Distinct()];
    }

    /// <summary>Writes the parts of a task that are not done.</summary>
    /// <param name="write">The call of <see cref="CreateAsync"/>.</param>
    /// <param name="wave">The wave, counted from 0.</param>
    /// <param name="task">The task, counted from 0.</param>
    /// <param name="options">The options of the call; null for the defaults.</param>
    /// <param name="done">Called when a part is done, with the number of those that are done and of all; null for none.</param>
    /// <param name="cancellationToken">Stops the writing. Parts that are done stay done.</param>
    /// <returns>The number of parts that this call wrote.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such task.</exception>
    /// <exception cref="UnfinishedPlanException">Tasks of an earlier wave are missing.</exception>
    /// <exception cref="IOException">The call is not the planned one, another plan has the place, or something cannot be read or written.</exception>
    public async Task<int> RunAsync(
        Func<WriteOptions, CancellationToken, Task> write, int wave, int task, WriteOptions? options = null, Action<int, int>? done = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        RequireTask(wave, task);
        return await RunPartsAsync(write, [.. plan.PartsOf(wave, task)], options ?? WriteOptions.Default, done, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Reads what the parts of a task have stored, and compares it with the receipts.</summary>
    /// <param name="wave">The wave, counted from 0.</param>
    /// <param name="task">The task, counted from 0.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>What is missing or damaged, a line each; empty if all is well.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such task.</exception>
    public async Task<IReadOnlyList<string>> CheckAsync(int wave, int task, CancellationToken cancellationToken = default)
    {
        RequireTask(wave, task);
        var divided = DividedPlace.Of(place, plan);
        var problems = new List<string>();
        foreach (var part in plan.PartsOf(wave, task))
        {
            if (await divided.ReadAsync(part, cancellationToken).ConfigureAwait(false) is not { } receipt)
            {
                problems.Add($"part {part} is not done");
                continue;
            }

            problems.AddRange((await divided.DamagedAsync(receipt, cancellationToken).ConfigureAwait(false)).Select(key => $"part {part}: {key} is missing or damaged"));
        }

        return problems;
    }

    /// <summary>Writes the metadata and publishes the hierarchy at its destination, when all parts are there. It first does the waves that have no tasks. A second call changes nothing.</summary>
    /// <param name="write">The call of <see cref="CreateAsync"/>.</param>
    /// <param name="options">The options of the call; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work before the hierarchy is published.</param>
    /// <returns>False if the hierarchy was published already.</returns>
    /// <exception cref="UnfinishedPlanException">Parts or stored values are missing. Nothing was published.</exception>
    /// <exception cref="IOException">The call is not the planned one, or something cannot be read or written.</exception>
    public async Task<bool> FinishAsync(Func<WriteOptions, CancellationToken, Task> write, WriteOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(write);
        options ??= WriteOptions.Default;
        var divided = DividedPlace.Of(place, plan);
        if (await divided.IsPublishedAsync(cancellationToken).ConfigureAwait(false))
        {
            await divided.CleanUpAsync(cancellationToken).ConfigureAwait(false);
            return false;
        }

        Require((await StatusAsync(cancellationToken).ConfigureAwait(false)).Missing);
        divided.Recover();
        for (var wave = 0; wave < plan.Waves.Count; wave++)
        {
            if (plan.Waves[wave].Tasks.Count == 0)
            {
                await RunPartsAsync(write, [.. plan.PartsOf(wave)], options, null, cancellationToken).ConfigureAwait(false);
            }
        }

        var receipts = new List<Receipt>();
        for (var part = 0; part < plan.PartCount; part++)
        {
            receipts.Add(await divided.ReadAsync(part, cancellationToken).ConfigureAwait(false) ?? throw Unfinished([$"part {part} is not done: its receipt cannot be read; run its task again"]));
        }

        var missing = await divided.MissingAsync(receipts, cancellationToken).ConfigureAwait(false);
        if (missing.Count > 0)
        {
            throw Unfinished([.. missing.Take(MostListed).Select(key => $"{key} is missing, or has another length; run the tasks again")]);
        }

        await write(options with { Division = new FinishingDivision(divided, receipts) }, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>What is done.</summary>
    /// <param name="cancellationToken">Stops the look.</param>
    public async Task<ConversionStatus> StatusAsync(CancellationToken cancellationToken = default)
    {
        var divided = DividedPlace.Of(place, plan);
        if (await divided.IsPublishedAsync(cancellationToken).ConfigureAwait(false))
        {
            return new ConversionStatus(true, plan.PartCount, plan.PartCount, []);
        }

        var there = await divided.ListAsync(cancellationToken).ConfigureAwait(false);
        return new ConversionStatus(false, there.Count, plan.PartCount, Missing(there));
    }

    /// <summary>Removes what a plan has left beside a hierarchy that it had already published when it was interrupted.</summary>
    /// <param name="destination">The destination of the plan.</param>
    /// <param name="identity">The <see cref="ConversionPlanOptions.Identity"/> of the plan.</param>
    /// <param name="cancellationToken">Stops the call.</param>
    /// <returns>Whether there was such a plan: then the hierarchy is complete.</returns>
    public static Task<bool> CompleteAsync(StoreLocation destination, string identity, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(destination);
        ArgumentNullException.ThrowIfNull(identity);
        return DividedPlace.CompleteAsync(HierarchyPlace.OfWhole(destination, WriteOptions.Default), identity, cancellationToken);
    }

    /// <summary>Deletes all parts and receipts of this plan, or of another one for the same folder. The destination stays as it is.</summary>
    /// <param name="cancellationToken">Stops the call.</param>
    public Task DiscardAsync(CancellationToken cancellationToken = default) => DividedPlace.Of(place, plan).DiscardAsync(cancellationToken);

    /// <summary>Tasks that have not written all their parts.</summary>
    private List<UnfinishedTask> Missing(IReadOnlySet<int> there)
    {
        var missing = new List<UnfinishedTask>();
        foreach (var (number, wave) in plan.Waves.Index())
        {
            for (var task = 0; task < wave.Tasks.Count; task++)
            {
                var parts = plan.PartsOf(number, task).ToList();
                if (parts.Count(part => !there.Contains(part)) is > 0 and var count)
                {
                    missing.Add(new UnfinishedTask(number, task, count, parts.Count));
                }
            }
        }

        return missing;
    }

    private async Task<int> RunPartsAsync(Func<WriteOptions, CancellationToken, Task> write, IReadOnlyList<int> parts, WriteOptions options, Action<int, int>? done, CancellationToken cancellationToken)
    {
        var divided = DividedPlace.Of(place, plan);
        if (await divided.IsPublishedAsync(cancellationToken).ConfigureAwait(false))
        {
            return 0;
        }

        await divided.EnterAsync(cancellationToken).ConfigureAwait(false);
        var there = await divided.ListAsync(cancellationToken).ConfigureAwait(false);
        var wave = plan.WaveOf(parts[0]);
        if (Missing(there).Exists(task => task.Wave < wave))
        {
            Require([.. (await StatusAsync(cancellationToken).ConfigureAwait(false)).Missing.Where(task => task.Wave < wave)]); // none if the plan was finished meanwhile
        }

        var open = await OpenAsync(divided, parts, there, cancellationToken).ConfigureAwait(false);
        if (open.Count == 0)
        {
            return 0;
        }

        var finished = parts.Count - open.Count;
        var division = new PartsDivision(divided, open, options.MaxBufferedBytes, _ => done?.Invoke(Interlocked.Increment(ref finished), parts.Count));
        await write(options with { Division = division, Progress = null, CompleteMetadata = null, Findings = null }, cancellationToken).ConfigureAwait(false);
        division.RequireDone();
        return open.Count;
    }

    /// <summary>The parts that are not done. What was computed of a part whose values are gone is not trusted either.</summary>
    private async Task<IReadOnlyList<int>> OpenAsync(DividedPlace divided, IReadOnlyList<int> parts, IReadOnlySet<int> there, CancellationToken cancellationToken)
    {
        var open = parts.Where(part => !there.Contains(part)).ToList();
        foreach (var part in parts.Where(there.Contains))
        {
            if (await divided.ReadAsync(part, cancellationToken).ConfigureAwait(false) is { } receipt && (!divided.LooksCheaply || (await divided.MissingAsync([receipt], cancellationToken).ConfigureAwait(false)).Count == 0))
            {
                continue;
            }

            open.Add(part);
            foreach (var later in there.Where(other => plan.WaveOf(other) > plan.WaveOf(part)).Append(part))
            {
                await divided.ForgetAsync(later, cancellationToken).ConfigureAwait(false);
            }
        }

        open.Sort();
        return open;
    }

    private void RequireTask(int wave, int task)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(wave);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(wave, plan.Waves.Count);
        ArgumentOutOfRangeException.ThrowIfNegative(task);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(task, plan.Waves[wave].Tasks.Count);
    }

    private void Require(IReadOnlyList<UnfinishedTask> missing)
    {
        if (missing.Count > 0)
        {
            throw Unfinished([.. missing.Select(task => $"wave {task.Wave}, task {task.Task}: {Counted.Of(task.MissingParts, "part")} of {task.Parts} missing")]);
        }
    }

    private UnfinishedPlanException Unfinished(IReadOnlyList<string> missing) =>
        new($"{plan.Destination} is not finished: {Counted.List([.. missing], 3, "; ")}", missing);
}
