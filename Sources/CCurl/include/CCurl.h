#pragma once
#include <curl/curl.h>

/// Why libcurl cannot be used, in the system's words; NULL when it can.
///
/// libcurl is loaded when it is first asked for anything, not when the process starts: it brings some thirty other
/// libraries, whose loading takes longer than all else that a short command does. The functions of curl.h that Swift
/// calls are defined in library.c and lead into it; without it they fail as they do for lack of memory.
const char *ccurl_problem(void);

// curl's option functions are variadic, which Swift cannot call: one plain function for each kind of argument.

typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_progress_callback)(void *context, curl_off_t downTotal, curl_off_t down, curl_off_t upTotal,
                                       curl_off_t up);

CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value);
CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value);
CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value);
CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value);
CURLcode ccurl_set_seek_callback(CURL *easy, ccurl_seek_callback value);
CURLcode ccurl_set_progress_callback(CURL *easy, ccurl_progress_callback value);
CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value);
long ccurl_get_long(CURL *easy, CURLINFO info);
static inline CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }
