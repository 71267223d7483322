using System.Diagnostics.CodeAnalysis;
using OmeZarr.Acquiring.Layout;

namespace OmeZarr.Acquiring.Frames;

/// <summary>All slabs in memory: open ones, to which frames are added, and those that are being stored. Of several slabs with the same number, one is stored after the other. Thread-safe.</summary>
/// <param name="layout">The layout.</param>
/// <param name="store">Takes a slab to store it; must not block.</param>
/// <param name="resumes">Whether any slab may have been stored before, in whole or in part.</param>
internal sealed class SlabTable(FrameLayout layout, Action<Slab> store, bool resumes = false)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(int Image, long Number), Slab> open = [];
    private readonly Dictionary<(int Image, long Number), Slab> storing = [];
    private readonly SlabSet partly = new();
    private readonly LinkedList<Slab> order = []; // open slabs, that which was opened first in front
    private readonly Dictionary<Slab, LinkedListNode<Slab>> nodes = [];
    private readonly HashSet<Slab> failed = [];
    private TaskCompletionSource? idle;
    private Exception? failure;

    /// <summary>Frames of slabs that are being stored.</summary>
    internal long FramesWaiting
    {
        get
        {
            lock (gate)
            {
                return storing.Values.SelectMany(WithNext).Sum(slab => (long)slab.Held);
            }
        }
    }

    /// <summary>Why slabs could not be stored that are not being stored again; null if there are none.</summary>
    internal Exception? Failure
    {
        get
        {
            lock (gate)
            {
                return failure;
            }
        }
    }

    /// <summary>Adds a frame, or notes that one was left out. The slab is stored if it is complete.</summary>
    internal void Add(FramePlace place, FrameBuffer? frame)
    {
        FrameBuffer? replaced;
        lock (gate)
        {
            var key = (place.Image, layout.SlabOf(place.Index));
            if (!open.TryGetValue(key, out var slab))
            {
                slab = Open(key, place);
            }

            replaced = slab.Add(FrameLayout.SlotOf(slab.Frames, place.Index), frame);
            if (slab.IsComplete)
            {
                Take(slab);
            }
        }

        replaced?.Release();
    }

    /// <summary>Stores an incomplete slab if all frames in memory belong to such slabs: otherwise no memory would become free.</summary>
    internal void MakeRoom()
    {
        lock (gate)
        {
            if (storing.Count == 0 && order.FirstOrDefault(slab => slab.Held > 0) is { } oldest)
            {
                Take(oldest);
            }
        }
    }

    /// <summary>Stores all open slabs as they are.</summary>
    internal void StoreAll()
    {
        lock (gate)
        {
            foreach (var slab in order.ToList())
            {
                Take(slab);
            }
        }
    }

    /// <summary>A slab was stored; its frames are released.</summary>
    internal void Done(Slab slab)
    {
        lock (gate)
        {
            storing.Remove((slab.Image, slab.Number));
            if (slab.Next is { } next)
            {
                next.HasStored = true;
                Begin(next);
            }

            TellIdle();
        }

        slab.Release();
        slab.Settled.TrySetResult();
    }

    /// <summary>A slab could not be stored. It keeps its frames.</summary>
    internal void Failed(Slab slab, Exception error)
    {
        lock (gate)
        {
            failed.Add(slab);
            failure ??= error;
            foreach (var stopped in WithNext(slab))
            {
                stopped.Settled.TrySetResult();
            }

            TellIdle();
        }
    }

    /// <summary>Stores the slabs that failed again.</summary>
    internal void Retry()
    {
        lock (gate)
        {
            List<Slab> again = [.. failed];
            failed.Clear();
            failure = null;
            foreach (var slab in again.SelectMany(WithNext))
            {
                slab.Retry();
            }

            again.ForEach(store);
        }
    }

    /// <summary>Waits until each slab that is being stored now is stored or has failed, however many follow.</summary>
    internal Task SettledAsync()
    {
        lock (gate)
        {
            return Task.WhenAll(storing.Values.Where(slab => !failed.Contains(slab)).SelectMany(WithNext).Select(slab => slab.Settled.Task));
        }
    }

    /// <summary>Waits until no slab is being stored.</summary>
    internal Task IdleAsync()
    {
        lock (gate)
        {
            return storing.Count == failed.Count ? Task.CompletedTask : (idle ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>Holds the frame at a place, if it is in memory. The caller releases it.</summary>
    internal bool TryHold(FramePlace place, [NotNullWhen(true)] out FrameBuffer? frame)
    {
        lock (gate)
        {
            var key = (place.Image, layout.SlabOf(place.Index));
            frame = Find(open, key, place) ?? Find(storing, key, place);
            return frame?.TryHold() == true;
        }
    }

    /// <summary>Holds all frames of open slabs. The caller releases them.</summary>
    internal IReadOnlyList<(FramePlace Place, FrameBuffer Frame)> HoldOpen()
    {
        lock (gate)
        {
            return Hold(order);
        }
    }

    /// <summary>Holds all frames of slabs that could not be stored, and of those that wait for them. The caller releases them.</summary>
    internal IReadOnlyList<(FramePlace Place, FrameBuffer Frame)> HoldFailed()
    {
        lock (gate)
        {
            return Hold(failed.SelectMany(WithNext));
        }
    }

    private static IReadOnlyList<(FramePlace Place, FrameBuffer Frame)> Hold(IEnumerable<Slab> slabs) =>
    [
        .. from slab in slabs
           from slot in Enumerable.Range(0, slab.Buffers.Length)
           let frame = slab.Buffers[slot]
           where frame is not null && frame.TryHold()
           select (new FramePlace(slab.Image, IndexOf(slab, slot)), frame),
    ];

    private void TellIdle()
    {
        if (storing.Count == failed.Count)
        {
            idle?.SetResult();
            idle = null;
        }
    }

    private static IEnumerable<Slab> WithNext(Slab slab) => slab.Next is { } next ? [slab, next] : [slab];

    private static FrameBuffer? Find(Dictionary<(int Image, long Number), Slab> slabs, (int Image, long Number) key, FramePlace place) => slabs.TryGetValue(key, out var slab)
        ? WithNext(slab).Reverse().Select(found => found.Buffers[FrameLayout.SlotOf(found.Frames, place.Index)]).FirstOrDefault(found => found is not null)
        : null;

    private static long[] IndexOf(Slab slab, int slot)
    {
        var index = slab.Frames.Offset.ToArray();
        for (var d = index.Length - 1; d >= 0; d--)
        {
            index[d] += slot % slab.Frames.Shape[d];
            slot = (int)(slot / slab.Frames.Shape[d]);
        }

        return index;
    }

    private Slab Open((int Image, long Number) key, FramePlace place)
    {
        var slab = new Slab(key.Image, key.Number, layout.FramesOfSlab(place.Index)) { HasStored = resumes || partly.Contains(key) };
        open.Add(key, slab);
        nodes.Add(slab, order.AddLast(slab));
        return slab;
    }

    private void Take(Slab slab)
    {
        var key = (slab.Image, slab.Number);
        open.Remove(key);
        order.Remove(nodes[slab]);
        nodes.Remove(slab);
        partly.Add(key);
        if (storing.TryGetValue(key, out var before))
        {
            Append(before, slab);
        }
        else
        {
            Begin(slab);
        }
    }

    /// <summary>Only one slab waits for another. A third one takes the frames of the second.</summary>
    private static void Append(Slab before, Slab slab)
    {
        if (before.Next is { } second)
        {
            second.TakeOver(slab);
        }
        else
        {
            before.Next = slab;
        }
    }

    private void Begin(Slab slab)
    {
        storing.Add((slab.Image, slab.Number), slab);
        store(slab);
    }
}
