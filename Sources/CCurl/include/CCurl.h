#pragma once
#include <curl/curl.h>

// curl's option functions are variadic, which Swift cannot call: one plain function for each kind of argument. The
// parentheses keep curl's type-checking macros out, which want a constant option.

typedef size_t (*ccurl_data_callback)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_seek_callback)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_progress_callback)(void *context, curl_off_t downTotal, curl_off_t down, curl_off_t upTotal,
                                       curl_off_t up);

static inline CURLcode ccurl_set_long(CURL *easy, CURLoption option, long value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_offset(CURL *easy, CURLoption option, curl_off_t value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_string(CURL *easy, CURLoption option, const char *value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_pointer(CURL *easy, CURLoption option, void *value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_list(CURL *easy, CURLoption option, struct curl_slist *value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_data_callback(CURL *easy, CURLoption option, ccurl_data_callback value) {
  return (curl_easy_setopt)(easy, option, value);
}
static inline CURLcode ccurl_set_seek_callback(CURL *easy, ccurl_seek_callback value) {
  return (curl_easy_setopt)(easy, CURLOPT_SEEKFUNCTION, value);
}
static inline CURLcode ccurl_set_progress_callback(CURL *easy, ccurl_progress_callback value) {
  return (curl_easy_setopt)(easy, CURLOPT_XFERINFOFUNCTION, value);
}
static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
  return (curl_multi_setopt)(multi, option, value);
}
static inline long ccurl_get_long(CURL *easy, CURLINFO info) {
  long value = 0;
  (curl_easy_getinfo)(easy, info, &value);
  return value;
}
static inline CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }
