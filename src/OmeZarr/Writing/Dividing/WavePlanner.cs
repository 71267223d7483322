namespace OmeZarr.Writing.Dividing;

/// <summary>Divides the pieces of each wave into tasks of about equal size, and tasks into parts.</summary>
/// <param name="options">The user's choice.</param>
internal sealed class WavePlanner(ConversionPlanOptions options)
{
    private const int LeastPiecesOfTask = 8;

    internal (IReadOnlyList<DividedPaths> Images, IReadOnlyList<Wave> Waves) Divide(IReadOnlyList<DividedImage> images)
    {
        var tracks = TracksOf(images);
        var divided = images.Zip(tracks, (image, own) => new DividedPaths(image.Path, image.Fingerprint(), own)).ToList();
        var waves = new List<Wave>();
        for (var number = 0; tracks.SelectMany(own => own).Any(track => track.Wave == number); number++)
        {
            var wave = number;
            waves.Add(WaveOf(wave, [.. images.Zip(tracks).SelectMany(pair => pair.Second.Where(track => track.Wave == wave).SelectMany(track => TrackGrids.AllBytes(pair.First, track)))]));
        }

        return (divided, waves);
    }

    private List<IReadOnlyList<Track>> TracksOf(IReadOnlyList<DividedImage> images)
    {
        var given = images.Sum(image => image.IsComputed ? (double)image.BytesOf(0) : Enumerable.Range(0, image.Levels.Count).Sum(level => (double)image.BytesOf(level)));
        var task = Math.Max(1, (long)(given / TaskCount(given)));
        var planner = new TrackPlanner(Math.Max(1, Math.Min(task / LeastPiecesOfTask, options.PartBytes)), task);
        return [.. images.Select(planner.Divide)];
    }

    private int TaskCount(double bytes) => options.Tasks ?? (int)Math.Clamp(Math.Ceiling(bytes / options.TaskBytes), 1, options.MaxTasks);

    private Wave WaveOf(int number, long[] pieces)
    {
        var total = pieces.Sum(bytes => (double)Math.Max(1, bytes));
        var count = number == 0 ? TaskCount(total) : Math.Min(TaskCount(total), (int)Math.Clamp(Math.Ceiling(total / options.PartBytes), 1, options.MaxTasks));
        var (ends, tasks, largest, done, inPart, inTask, task) = (new List<long>(), new List<int>(), 0L, 0.0, 0L, 0L, 0);
        for (var piece = 0; piece < pieces.Length; piece++)
        {
            var (before, bytes) = (task, Math.Max(1, pieces[piece]));
            task = TaskAt(done, bytes);
            var isNewTask = piece > 0 && task > before;
            if (inPart > 0 && (isNewTask || inPart + bytes > options.PartBytes))
            {
                ends.Add(piece);
                inPart = 0;
            }

            if (isNewTask)
            {
                tasks.Add(ends.Count);
                inTask = 0;
            }

            (inPart, inTask, done) = (inPart + bytes, inTask + bytes, done + bytes);
            largest = Math.Max(largest, inTask);
        }

        ends.Add(pieces.Length);
        tasks.Add(ends.Count);
        return number > 0 && total <= options.PartBytes ? new Wave(ends, [], (long)total, 0) : new Wave(ends, tasks, (long)total, largest);

        // A piece belongs to the task in whose share its middle lies.
        int TaskAt(double before, long bytes) => (int)Math.Clamp((before + (bytes / 2.0)) * count / total, 0, count - 1);
    }
}
