using ComputeOperator.Entities.V1;
using ComputeOperator.Kubernetes.Meta;

namespace ComputeOperator.Compute.Tenants;

/// <summary>
/// The instances that ask a tenant for room. Strictly oldest first: nothing overtakes one that waits. What can never fit and what
/// there are no credits for steps out of the line and holds nobody up. Not thread-safe.
/// </summary>
internal sealed class AdmissionQueue
{
    private readonly Dictionary<string, Place> _places = [];
    private readonly SortedSet<AdmissionRequest> _line = new(AdmissionRequest.OldestFirst);
    private readonly SortedSet<AdmissionRequest> _undecided = new(AdmissionRequest.OldestFirst);
    private long? _creditsLeft;

    /// <summary>Whether somebody waits for a decision.</summary>
    public bool HasUndecided => _undecided.Count > 0;

    /// <summary>Whether somebody is in line.</summary>
    public bool HasLine => _line.Count > 0;

    /// <summary>How many wait for room.</summary>
    public int Waiting => _line.Count - _undecided.Count;

    /// <summary>Who is next.</summary>
    public AdmissionRequest? First => _line.Min;

    /// <summary>What an instance was told; null when it is not decided, or does not ask.</summary>
    public Admission? AnswerTo(string uid) => _places.GetValueOrDefault(uid)?.Answer;

    /// <summary>Takes a request; false when it is known.</summary>
    public bool Put(AdmissionRequest request)
    {
        if (_places.TryGetValue(request.Uid, out var place))
        {
            if (place.Request.Need == request.Need && place.Request.IsNew == request.IsNew)
            {
                return false;
            }

            Remove(request.Uid);
        }

        _places[request.Uid] = new(request, null);
        _line.Add(request);
        _undecided.Add(request);
        return true;
    }

    /// <summary>Forgets a request; returns whether others were behind it in line.</summary>
    public bool Remove(string uid)
    {
        if (!_places.Remove(uid, out var place))
        {
            return false;
        }

        _undecided.Remove(place.Request);
        return _line.Remove(place.Request) && _line.Count > 0;
    }

    /// <summary>Decides anew about all, because the tenant has changed. What they were told holds until then.</summary>
    public void ReconsiderAll()
    {
        foreach (var (uid, place) in _places.ToList())
        {
            _places[uid] = place with { IsOutdated = true };
            _line.Add(place.Request);
            _undecided.Add(place.Request);
        }
    }

    /// <summary>Lets in whoever can be; returns those who are told something new without being let in by this.</summary>
    public IReadOnlyList<ResourceKey> Decide(Tenant tenant, LedgerDraft ledger)
    {
        var judge = new AdmissionJudge(tenant, ledger);
        List<Place> answers = [];
        foreach (var request in _line)
        {
            if (ledger.IsFull || judge.IsBlocked)
            {
                break;
            }

            answers.Add(new(request, judge.Judge(request)));
        }

        if (judge.IsBlocked)
        {
            var first = answers[^1].Request;
            answers.AddRange(NotTold(judge).Where(r => AdmissionRequest.OldestFirst.Compare(r, first) > 0).Select(r => new Place(r, judge.Judge(r))));
        }

        return [.. answers.Where(Take).Select(place => place.Request.Key)];
    }

    // Behind one that waits nobody can be let in; those who know that already need not hear it again. But who cannot be paid for any more
    // waits in vain.
    private IEnumerable<AdmissionRequest> NotTold(AdmissionJudge judge)
    {
        var hasLess = judge.CreditsLeft < _creditsLeft;
        _creditsLeft = judge.CreditsLeft;
        return hasLess ? _line.Where(request => judge.IsTooDear(request) || _undecided.Contains(request)) : _undecided;
    }

    // Whether the answer is news. Those who are let in stay undecided until that is persisted.
    private bool Take(Place place)
    {
        var (request, answer) = place;
        if (answer is null)
        {
            _undecided.Add(request);
            return false;
        }

        if (answer is Admission.Reserved)
        {
            Remove(request.Uid);
            return true;
        }

        var before = _places[request.Uid];
        _undecided.Remove(request);
        if (!before.IsOutdated && before.Answer is Admission.Waiting told && answer is Admission.Waiting now && told.IsFirst == now.IsFirst)
        {
            return false;
        }

        _places[request.Uid] = place;
        if (answer is Admission.Refused)
        {
            _line.Remove(request);
        }

        return before.Answer != answer;
    }

    private sealed record Place(AdmissionRequest Request, Admission? Answer)
    {
        public bool IsOutdated { get; init; }
    }
}
