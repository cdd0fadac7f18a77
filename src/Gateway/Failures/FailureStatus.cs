using System.Globalization;

namespace ComputeOperator.Gateway.Failures;

/// <summary>The HTTP side of a failure that all dialects share, where a dialect does not say otherwise.</summary>
internal static class FailureStatus
{
    public static int Of(Failure failure) => failure switch
    {
        Failure.Unauthenticated => StatusCodes.Status401Unauthorized,
        Failure.Forbidden => StatusCodes.Status403Forbidden,
        Failure.NotFound or Failure.UnknownRoute => StatusCodes.Status404NotFound,
        Failure.MethodNotAllowed => StatusCodes.Status405MethodNotAllowed,
        Failure.AlreadyExists or Failure.Conflict => StatusCodes.Status409Conflict,
        Failure.Invalid or Failure.WrongState => StatusCodes.Status400BadRequest,
        Failure.CreditsExhausted => StatusCodes.Status402PaymentRequired,
        Failure.TooLarge or Failure.AnswerTooLarge => StatusCodes.Status413PayloadTooLarge,
        Failure.TooManyRequests => StatusCodes.Status429TooManyRequests,
        Failure.Unavailable => StatusCodes.Status503ServiceUnavailable,
        Failure.TimedOut => StatusCodes.Status504GatewayTimeout,
        _ => StatusCodes.Status500InternalServerError,
    };

    /// <summary>Sets the headers that go with a failure: when to come again, how to prove who one is.</summary>
    public static void WriteHeaders(HttpResponse response, Failure failure)
    {
        switch (failure)
        {
            case Failure.Unauthenticated:
                response.Headers.WWWAuthenticate = "Bearer";
                break;
            case Failure.Unavailable { RetryAfter: var wait }:
                response.Headers.RetryAfter = Seconds(wait);
                break;
            case Failure.TooManyRequests { RetryAfter: var wait }:
                response.Headers.RetryAfter = Seconds(wait);
                break;
        }
    }

    private static string Seconds(TimeSpan wait) => Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
}
